// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A few steps in the interleavings that a model checker tries: each has the result of some order, so that no caller gets a list
 * that was invalidated before the call. The wrong versions show that the check can fail.
 */
class CatalogLinearizabilityTest {

    private static final Set<String> UNCHANGING = Stream.of(
                    CatalogState.class,
                    CatalogState.Answer.class,
                    CatalogState.Question.class,
                    Model.class,
                    ModelIndex.class,
                    ModelList.class,
                    ModelRef.class,
                    ModelsConfig.class,
                    ProviderDefinition.class,
                    DiscoveryRequest.class)
            .map(Class::getName)
            .collect(Collectors.toSet());

    @ParameterizedTest
    @ValueSource(classes = {RealOfProvider.class, RealOfDefinitions.class})
    void catalog_inAnyInterleaving_isLinearizable(Class<?> scenario) {
        options().check(scenario);
    }

    @ParameterizedTest
    @ValueSource(classes = {LateLoad.class, TwoReferences.class})
    void wrongCatalog_inSomeInterleaving_isFound(Class<?> scenario) {
        // The first scenario in which it goes wrong ends the search.
        ModelCheckingOptions options = options().iterations(100);

        assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> options.check(scenario));
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(2)
                .invocationsPerIteration(60)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .minimizeFailedScenario(false)
                .addGuarantee(forClasses(CatalogLinearizabilityTest::isWithoutState)
                        .allMethods()
                        .ignore())
                // The maps of a load are those of the JDK, which need no proof here.
                .addGuarantee(forClasses(ConcurrentHashMap.class.getName())
                        .allMethods()
                        .treatAsAtomic());
    }

    /** No thread can meet another in what never changes; looking for that would take most of the time. */
    private static boolean isWithoutState(String type) {
        return type.startsWith("com.google.common.")
                || type.startsWith("dev.agentreload.core.")
                || type.startsWith("java.util.stream.")
                || UNCHANGING.contains(type);
    }

    /** The real thing. */
    public static class RealOfProvider extends CatalogScenario.OfProvider {

        @Override
        Subject subject() {
            return RealSubject.of(this);
        }
    }

    /** The real thing. */
    public static class RealOfDefinitions extends CatalogScenario.OfDefinitions {

        @Override
        Subject subject() {
            return RealSubject.of(this);
        }
    }

    /** No caller waits: a caller that would wait finds that the load has timed out, cancels it and asks again. */
    record RealSubject(ModelCatalog catalog) implements CatalogScenario.Subject {

        static RealSubject of(CatalogScenario scenario) {
            AtomicLong ticks = new AtomicLong();
            return new RealSubject(
                    ModelCatalog.builder(HostRuntime.of(Runnable::run).withTicker(ticks::incrementAndGet))
                            .source(request -> Optional.of(scenario.ask(request.provider())))
                            .timeout(Duration.ofNanos(1))
                            .retryDelay(Duration.ofNanos(1))
                            .build(CatalogScenario.first()));
        }

        @Override
        public List<String> models() {
            ModelList known = catalog.models();
            while (known.isStale()) {
                known = catalog.models();
            }
            return known.models().stream().map(model -> model.ref().toString()).toList();
        }

        @Override
        public void invalidate() {
            catalog.invalidate();
        }

        @Override
        public void reload(ModelsConfig config) {
            catalog.reload(config);
        }
    }

    /** Wrong: what a load found is kept although it was to be forgotten meanwhile. */
    public static class LateLoad extends CatalogScenario.OfProvider {

        @Override
        Subject subject() {
            return new WrongSubject(this) {
                @Override
                void keep(ModelsConfig asked, List<Model> found) {
                    models.set(found);
                }
            };
        }
    }

    /** Wrong: definitions and models are two references, and can change between the look at the one and the write of the other. */
    public static class TwoReferences extends CatalogScenario.OfDefinitions {

        @Override
        Subject subject() {
            return new WrongSubject(this) {
                @Override
                void keep(ModelsConfig asked, List<Model> found) {
                    if (config.get() == asked) {
                        models.set(found);
                    }
                }
            };
        }
    }

    /** Keeps definitions and models in two references, without an epoch. */
    private abstract static class WrongSubject implements CatalogScenario.Subject {

        final AtomicReference<ModelsConfig> config = new AtomicReference<>(CatalogScenario.first());
        final AtomicReference<@Nullable List<Model>> models = new AtomicReference<>();
        private final CatalogScenario scenario;

        WrongSubject(CatalogScenario scenario) {
            this.scenario = scenario;
        }

        abstract void keep(ModelsConfig asked, List<Model> found);

        @Override
        public List<String> models() {
            List<Model> known = models.get();
            if (known == null) {
                ModelsConfig asked = requireNonNull(config.get());
                known = scenario.ask(asked.providers().get(0).id());
                keep(asked, known);
            }
            return known.stream().map(model -> model.ref().toString()).toList();
        }

        @Override
        public void invalidate() {
            models.set(null);
        }

        @Override
        public void reload(ModelsConfig other) {
            config.set(other);
            invalidate();
        }
    }
}
