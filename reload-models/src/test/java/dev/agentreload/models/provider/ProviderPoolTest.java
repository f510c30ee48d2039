// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.FakeClients.FakeClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pool does for one user after the other. */
class ProviderPoolTest {

    private final FakeClients factory = new FakeClients();
    private final ProviderPool<FakeClient> pool = pool(factory);

    @Test
    void equalDefinitions_shareOneProviderUntilTheLastLeaseIsClosed() throws Exception {
        ProviderLease<FakeClient> first = pool.acquire(provider("p", "key"));
        ProviderLease<FakeClient> second = pool.acquire(provider("p", "key"));

        assertThat(second.value()).isSameAs(first.value());
        assertThat(pool.uses()).containsExactly(new ProviderUsage(provider("p", "key"), 2));
        first.close();
        assertThat(factory.takeJournal()).containsExactly("create p#1", "probe p#1");
        second.close();
        assertThat(factory.takeJournal()).containsExactly("close p#1");
        assertThat(pool.uses()).isEmpty();
    }

    @Test
    void otherKey_isAnotherProvider() throws Exception {
        ProviderLease<FakeClient> before = pool.acquire(provider("p", "key"));

        ProviderLease<FakeClient> rotated = pool.acquire(provider("p", "rotated"));

        assertThat(rotated.value()).isNotSameAs(before.value());
        before.close();
        assertThat(factory.takeJournal())
                .containsExactly("create p#1", "probe p#1", "create p#2", "probe p#2", "close p#1");
        assertThat(pool.uses()).containsExactly(new ProviderUsage(provider("p", "rotated"), 1));
    }

    @Test
    void userAfterTheLastOne_getsANewProvider() throws Exception {
        pool.acquire(provider("p", "key")).close();

        pool.acquire(provider("p", "key")).closeInline();

        assertThat(factory.takeJournal())
                .containsExactly("create p#1", "probe p#1", "close p#1", "create p#2", "probe p#2", "close p#2");
    }

    @Test
    void fault10_leaseThatIsClosedAgain_countsOnce() throws Exception {
        ProviderLease<FakeClient> first = pool.acquire(provider("p", "key"));
        ProviderLease<FakeClient> second = pool.acquire(provider("p", "key"));

        first.close();
        first.close();
        first.closeInline();

        assertThat(second.value().closes).hasValue(0);
        assertThat(pool.uses()).containsExactly(new ProviderUsage(provider("p", "key"), 1));
    }

    @Test
    void valueOfAClosedLease_isRefused() throws Exception {
        ProviderLease<FakeClient> lease = pool.acquire(provider("p", "key"));
        lease.close();

        assertThatThrownBy(lease::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("lease of provider [p] is closed");
    }

    @Test
    void fault2_factoryThatReturnsNull_isNamed() {
        ProviderPool<FakeClient> broken = pool(ProviderPoolTest::nothing);

        assertThatThrownBy(() -> broken.acquire(provider("p", "key")))
                .isInstanceOf(ProviderNotBuiltException.class)
                .hasMessage("provider [p] could not be made")
                .cause()
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the factory returned no provider");
        assertThat(broken.uses()).isEmpty();
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new Exception("planned"),
                new StackOverflowError("planned"),
                new AssertionError("planned"),
                new LinkageError("planned"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void fault3_failedCreation_isReportedLeavesNothingAndIsTriedAgain(Throwable failure) throws Exception {
        factory.fail("create p", failure);

        assertThatThrownBy(() -> pool.acquire(provider("p", "key")))
                .isInstanceOfSatisfying(
                        ProviderNotBuiltException.class,
                        e -> assertThat(e.provider()).isEqualTo("p"))
                .hasMessage("provider [p] could not be made")
                .cause()
                .isSameAs(failure);
        assertThat(pool.uses()).isEmpty();

        factory.reset("create p");
        assertThat(pool.acquire(provider("p", "key")).value().label).isEqualTo("p#2");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void fault13_failedProbe_closesTheProviderAndIsTriedAgain(Throwable failure) throws Exception {
        factory.fail("probe p", failure);

        assertThatThrownBy(() -> pool.acquire(provider("p", "key")))
                .isInstanceOf(ProviderNotBuiltException.class)
                .cause()
                .isSameAs(failure);
        assertThat(factory.takeJournal()).containsExactly("create p#1", "probe p#1", "close p#1");
        assertThat(pool.uses()).isEmpty();

        factory.reset("probe p");
        pool.acquire(provider("p", "key"));
        pool.acquire(provider("p", "key"));
        assertThat(factory.takeJournal()).containsExactly("create p#2", "probe p#2");
    }

    @Test
    void fault4_factoryThatRunsOutOfMemory_isRethrownAfterTheCleanup() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("planned");
        factory.fail("probe p", error);

        assertThatThrownBy(() -> pool.acquire(provider("p", "key"))).isSameAs(error);

        assertThat(factory.takeJournal()).containsExactly("create p#1", "probe p#1", "close p#1");
        assertThat(pool.uses()).isEmpty();
    }

    @Test
    void failedProbe_whoseProviderDoesNotCloseEither_isReportedAndTheCloseIsLoggedByItsType() {
        factory.fail("probe p", new Exception("planned"));
        factory.fail("close p", new IllegalStateException(FakeClients.SECRET));

        try (CapturedLog log = capturedLog()) {
            assertThatThrownBy(() -> pool.acquire(provider("p", "key"))).hasRootCauseMessage("planned");
            assertThat(log.lines())
                    .containsExactly("WARNING provider [p] was not closed cleanly: java.lang.IllegalStateException");
        }
    }

    @Test
    void fault8_failedClose_isLoggedByItsTypeAndNotTriedAgain() throws Exception {
        factory.fail("close p", new AssertionError(FakeClients.SECRET));
        ProviderLease<FakeClient> lease = pool.acquire(provider("p", "key"));
        ProviderLease<FakeClient> other = pool.acquire(provider("q", "key"));

        try (CapturedLog log = capturedLog()) {
            lease.closeInline();
            other.closeInline();
            assertThat(log.lines())
                    .containsExactly("WARNING provider [p] was not closed cleanly: java.lang.AssertionError");
        }
        assertThat(factory.takeJournal()).endsWith("close p#1", "close q#2");
    }

    @Test
    void closeThatRunsOutOfMemory_isRethrown() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("planned");
        factory.fail("close p", error);
        ProviderLease<FakeClient> lease = pool.acquire(provider("p", "key"));

        try (CapturedLog log = capturedLog()) {
            assertThatThrownBy(lease::closeInline).isSameAs(error);
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void closeThatIsInterrupted_keepsTheFlag() throws Exception {
        factory.fail("close p", new InterruptedException("planned"));
        ProviderLease<FakeClient> lease = pool.acquire(provider("p", "key"));

        try (CapturedLog log = capturedLog()) {
            lease.closeInline();
            assertThat(log.lines()).hasSize(1);
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void creationThatIsInterrupted_keepsTheFlag() {
        factory.fail("create p", new InterruptedException("planned"));

        assertThatThrownBy(() -> pool.acquire(provider("p", "key"))).isInstanceOf(ProviderNotBuiltException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void lastLease_thatIsClosed_closesTheProviderOnTheExecutor() throws Exception {
        HandDrivenExecutor executor = new HandDrivenExecutor();
        ProviderPool<FakeClient> driven = ProviderPool.builder(
                        factory, HostRuntime.of(executor).withTicker(() -> 0))
                .build();
        FakeClient client;
        try (ProviderLease<FakeClient> lease = driven.acquire(provider("p", "key"))) {
            client = lease.value();
        }
        assertThat(client.closes).hasValue(0);

        executor.runAll();

        assertThat(client.closes).hasValue(1);
    }

    @Test
    void lastLease_thatIsClosedHere_closesTheProviderOnThisThread() throws Exception {
        List<Thread> closers = new ArrayList<>();
        factory.script("close p", () -> closers.add(Thread.currentThread()));
        ProviderPool<FakeClient> driven = ProviderPool.builder(
                        factory, HostRuntime.of(new HandDrivenExecutor()).withTicker(() -> 0))
                .build();

        driven.acquire(provider("p", "key")).closeInline();

        assertThat(closers).containsExactly(Thread.currentThread());
    }

    @Test
    void fault65_refusedClose_isOfferedAgain() throws Exception {
        HandDrivenExecutor executor = new HandDrivenExecutor();
        LeaseFactory leases = LeaseFactory.of(HostRuntime.of(executor).withTicker(() -> 0));
        ProviderPool<FakeClient> driven = ProviderPool.builder(
                        factory, HostRuntime.of(executor).withTicker(() -> 0))
                .leases(leases)
                .build();
        ProviderLease<FakeClient> lease = driven.acquire(provider("p", "key"));
        FakeClient client = lease.value();
        executor.refuse();
        lease.close();
        executor.accept();
        executor.runAll();
        assertThat(client.closes).hasValue(0);

        leases.sweep();
        executor.runAll();

        assertThat(client.closes).hasValue(1);
    }

    @Test
    void fault39_providerThatIsAboutToBeClosed_isNotHandedOut() throws Exception {
        HandDrivenExecutor executor = new HandDrivenExecutor();
        ProviderPool<FakeClient> driven = ProviderPool.builder(
                        factory, HostRuntime.of(executor).withTicker(() -> 0))
                .build();
        driven.acquire(provider("p", "key")).close();

        ProviderLease<FakeClient> next = driven.acquire(provider("p", "key"));

        assertThat(next.value().label).isEqualTo("p#2");
        executor.runAll();
        assertThat(next.value().closes).hasValue(0);
        next.closeInline();
        assertThat(factory.takeJournal())
                .containsExactly("create p#1", "probe p#1", "create p#2", "probe p#2", "close p#1", "close p#2");
    }

    @Test
    void fault11_closeThatUsesThePool_mayDoSo() throws Exception {
        factory.script("close p", () -> {
            factory.reset("close p");
            pool.acquire(provider("p", "key")).closeInline();
        });

        pool.acquire(provider("p", "key")).closeInline();

        assertThat(factory.takeJournal())
                .containsExactly("create p#1", "probe p#1", "close p#1", "create p#2", "probe p#2", "close p#2");
    }

    @Test
    void providerThatNeedsAnother_getsIt() throws Exception {
        List<ProviderLease<FakeClient>> inner = new ArrayList<>();
        factory.script("create p", () -> inner.add(pool.acquire(provider("q", "key"))));

        ProviderLease<FakeClient> lease = pool.acquire(provider("p", "key"));

        assertThat(lease.value().label).isEqualTo("p#1");
        assertThat(inner)
                .singleElement()
                .extracting(found -> found.value().label)
                .isEqualTo("q#2");
    }

    @Test
    void providerThatNeedsItself_isRefusedAtOnce() {
        factory.script("create p", () -> pool.acquire(provider("p", "key")));

        assertThatThrownBy(() -> pool.acquire(provider("p", "key")))
                .isInstanceOf(ProviderNotBuiltException.class)
                .cause()
                .asInstanceOf(throwable(IllegalStateException.class))
                .hasMessage("provider [p] needs itself to be made");
        assertThat(pool.uses()).isEmpty();
    }

    @Test
    void providerThatAsksForItselfInVain_hasNoUserForIt() throws Exception {
        List<String> refusals = new ArrayList<>();
        factory.script("create p", () -> {
            try {
                pool.acquire(provider("p", "key"));
            } catch (IllegalStateException e) {
                refusals.add(e.getMessage());
            }
        });

        pool.acquire(provider("p", "key")).closeInline();

        assertThat(refusals).containsExactly("provider [p] needs itself to be made");
        assertThat(factory.takeJournal()).containsExactly("create p#1", "probe p#1", "close p#1");
    }

    @Test
    void texts_showNoSecret() throws Exception {
        ProviderDefinition definition = provider("p", FakeClients.SECRET);
        ProviderLease<FakeClient> lease = pool.acquire(definition);

        assertThat(lease).hasToString("lease of provider [p]");
        assertThat(pool.uses()).hasToString("[ProviderUsage[definition=ProviderDefinition[p, kind=p], users=1]]");
        assertThat(pool).hasToString("ProviderPool[1 providers]");
        factory.fail("create q", new Exception("planned"));
        assertThatThrownBy(() -> pool.acquire(provider("q", FakeClients.SECRET)))
                .satisfies(e -> assertThat(e.toString()).doesNotContain(FakeClients.SECRET));
    }

    @Test
    void providerThatClosesItself_needsNoMoreThanAFactory() throws Exception {
        List<String> closed = new ArrayList<>();
        ProviderPool<AutoCloseable> plain = ProviderPool.<AutoCloseable>builder(
                        definition -> () -> closed.add(definition.id()),
                        HostRuntime.of(Runnable::run).withTicker(() -> 0))
                .build();

        plain.acquire(provider("p", "key")).close();

        assertThat(closed).containsExactly("p");
    }

    @Test
    void timeout_ofNoTime_isRefused() {
        ProviderPool.Builder<FakeClient> builder =
                ProviderPool.builder(factory, HostRuntime.of(Runnable::run).withTicker(() -> 0));

        assertThatThrownBy(() -> builder.timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a timeout must be positive, not PT0S");
    }

    @SuppressWarnings("NullAway") // A factory that breaks its contract is what the test is about.
    private static FakeClient nothing(ProviderDefinition definition) {
        return null;
    }

    private static CapturedLog capturedLog() {
        return CapturedLog.of(ProviderPool.class.getPackageName());
    }

    private static ProviderPool<FakeClient> pool(ProviderFactory<FakeClient> factory) {
        return ProviderPool.builder(factory, HostRuntime.of(Runnable::run).withTicker(() -> 0))
                .build();
    }

    private static ProviderDefinition provider(String id, String key) {
        return ProviderDefinition.builder(id).credential(key).build();
    }
}
