// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentreload.models.ProviderDefinition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Users who come and go in the interleavings that a model checker tries: no user gets a closed provider, and each provider is
 * closed once. The wrong versions show that the check can fail.
 */
class PooledProvidersLinearizabilityTest {

    private static final ProviderDefinition DEFINITION = ProviderDefinition.of("p");

    @Test
    void fault39_sharing_inAnyInterleaving_handsOutNoClosedProvider() {
        options().check(Real.class);
    }

    @ParameterizedTest
    @ValueSource(classes = {FindThenCount.class, CountThenEvict.class})
    void wrongSharing_inSomeInterleaving_isFound(Class<?> scenario) {
        ModelCheckingOptions options = options().iterations(30);

        assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> options.check(scenario));
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(120)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(0)
                .minimizeFailedScenario(false);
    }

    /** The real thing. */
    public static class Real extends SharingScenario {

        @Override
        Subject subject() {
            return new RealSubject(new PooledProviders<>());
        }
    }

    record RealSubject(PooledProviders<SharingScenario.Shared> live) implements SharingScenario.Subject {

        @Override
        public SharingScenario.Use begin(SharingScenario.Shared candidate) {
            PooledProvider<SharingScenario.Shared> offered = new PooledProvider<>(DEFINITION, 1);
            offered.complete(candidate);
            PooledProvider<SharingScenario.Shared> entered = live.enter(offered, 0);
            return new SharingScenario.Use(entered.provider(), () -> {
                if (live.leave(entered)) {
                    entered.provider().close();
                }
            });
        }
    }

    /** Wrong: what was found can be closed before it is counted. */
    public static class FindThenCount extends SharingScenario {

        @Override
        Subject subject() {
            return new FindThenCountSubject(new AtomicReference<>());
        }
    }

    record Counted(SharingScenario.Shared shared, AtomicInteger users) {}

    record FindThenCountSubject(AtomicReference<@Nullable Counted> place) implements SharingScenario.Subject {

        @Override
        public SharingScenario.Use begin(SharingScenario.Shared candidate) {
            Counted offered = new Counted(candidate, new AtomicInteger());
            Counted found = place.compareAndExchange(null, offered);
            Counted entered = found == null ? offered : found;
            entered.users.incrementAndGet();
            return new SharingScenario.Use(entered.shared, () -> {
                if (entered.users.decrementAndGet() == 0) {
                    place.compareAndSet(entered, null);
                    entered.shared.close();
                }
            });
        }
    }

    /** Wrong: between the last count and the removal another user can still find it. */
    public static class CountThenEvict extends SharingScenario {

        @Override
        Subject subject() {
            return new CountThenEvictSubject(new ConcurrentHashMap<>());
        }
    }

    record CountThenEvictSubject(Map<ProviderDefinition, Counted> places) implements SharingScenario.Subject {

        @Override
        public SharingScenario.Use begin(SharingScenario.Shared candidate) {
            Counted entered = requireNonNull(places.compute(DEFINITION, (definition, present) -> {
                Counted counted = present == null ? new Counted(candidate, new AtomicInteger()) : present;
                counted.users.incrementAndGet();
                return counted;
            }));
            return new SharingScenario.Use(entered.shared, () -> {
                if (entered.users.decrementAndGet() == 0) {
                    places.remove(DEFINITION, entered);
                    entered.shared.close();
                }
            });
        }
    }
}
