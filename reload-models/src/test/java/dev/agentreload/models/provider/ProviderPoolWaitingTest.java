// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.FakeClients.FakeClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pool does for users who ask while another one's provider is being made. */
@Timeout(30)
class ProviderPoolWaitingTest {

    private static final ProviderDefinition P = ProviderDefinition.of("p");
    private static final ProviderDefinition Q = ProviderDefinition.of("q");

    private final FakeClients factory = new FakeClients();
    private final AtomicLong ticker = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ProviderPool<FakeClient> pool = pool(Duration.ofSeconds(30));

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void usersAtTheSameTime_getOneProviderMadeOnce() throws Exception {
        factory.script("create p", gate::await);
        Future<ProviderLease<FakeClient>> first = begin(() -> pool.acquire(P));
        factory.awaitStep();
        Future<ProviderLease<FakeClient>> second = begin(() -> pool.acquire(P));
        awaitUsers(2);
        assertThat(second.isDone()).isFalse();

        gate.countDown();

        FakeClient client = first.get().value();
        assertThat(second.get().value()).isSameAs(client);
        assertThat(factory.takeJournal()).containsExactly("create p#1", "probe p#1");
        first.get().closeInline();
        assertThat(client.closes).hasValue(0);
        second.get().closeInline();
        assertThat(client.closes).hasValue(1);
    }

    @Test
    void userWhoComesDuringTheProbe_waitsForItsEnd() throws Exception {
        factory.script("probe p", gate::await);
        Future<ProviderLease<FakeClient>> first = begin(() -> pool.acquire(P));
        factory.awaitStep();
        factory.awaitStep();
        Future<ProviderLease<FakeClient>> second = begin(() -> pool.acquire(P));
        awaitUsers(2);
        assertThat(first.isDone() || second.isDone()).isFalse();

        gate.countDown();

        assertThat(second.get().value()).isSameAs(first.get().value());
    }

    @Test
    void fault40_failureWithWaiters_reachesAllOfThemAndLeavesNothing() throws Exception {
        Exception failure = new Exception("planned");
        factory.script("probe p", () -> {
            gate.await();
            throw failure;
        });
        Future<ProviderLease<FakeClient>> first = begin(() -> pool.acquire(P));
        factory.awaitStep();
        Future<ProviderLease<FakeClient>> second = begin(() -> pool.acquire(P));
        Future<ProviderLease<FakeClient>> third = begin(() -> pool.acquire(P));
        awaitUsers(3);

        gate.countDown();

        for (Future<ProviderLease<FakeClient>> user : List.of(first, second, third)) {
            assertThat(failureOf(user))
                    .isInstanceOf(ProviderNotBuiltException.class)
                    .hasMessage("provider [p] could not be made")
                    .cause()
                    .isSameAs(failure);
        }
        assertThat(factory.takeJournal()).containsExactly("create p#1", "probe p#1", "close p#1");
        assertThat(pool.uses()).isEmpty();

        factory.reset("probe p");
        pool.acquire(P).closeInline();
        assertThat(factory.takeJournal()).containsExactly("create p#2", "probe p#2", "close p#2");
    }

    @Test
    void outOfMemoryWithWaiters_reachesThemAsItself() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("planned");
        factory.script("create p", () -> {
            gate.await();
            throw error;
        });
        Future<ProviderLease<FakeClient>> first = begin(() -> pool.acquire(P));
        factory.awaitStep();
        Future<ProviderLease<FakeClient>> second = begin(() -> pool.acquire(P));
        awaitUsers(2);

        gate.countDown();

        assertThat(failureOf(first)).isSameAs(error);
        assertThat(failureOf(second)).isSameAs(error);
    }

    @Test
    void fault5_hangingCreation_isGivenUpByWhoWaitsAndItsLateProviderBelongsToWhoMadeIt() throws Exception {
        ProviderPool<FakeClient> impatient = pool(Duration.ofMillis(50));
        factory.script("create p", gate::await);
        Future<ProviderLease<FakeClient>> maker = begin(() -> impatient.acquire(P));
        factory.awaitStep();

        assertThatThrownBy(() -> impatient.acquire(P))
                .isInstanceOf(ProviderNotBuiltException.class)
                .cause()
                .isInstanceOf(TimeoutException.class)
                .hasMessage("not made within PT0.05S");

        factory.reset("create p");
        ProviderLease<FakeClient> next = impatient.acquire(P);
        assertThat(next.value().label).isEqualTo("p#2");
        gate.countDown();
        FakeClient late = maker.get().value();
        assertThat(late.label).isEqualTo("p#1");
        assertThat(impatient.acquire(P).value()).isSameAs(next.value());
        maker.get().closeInline();
        assertThat(late.closes).hasValue(1);
        assertThat(next.value().closes).hasValue(0);
    }

    @Test
    void creationThatIsOverdueByTheHostsTicker_isNotWaitedFor() throws Exception {
        factory.script("create p", gate::await);
        Future<ProviderLease<FakeClient>> maker = begin(() -> pool.acquire(P));
        factory.awaitStep();
        factory.reset("create p");
        ticker.addAndGet(Duration.ofSeconds(30).toNanos());

        assertThat(pool.acquire(P).value().label).isEqualTo("p#2");

        gate.countDown();
        FakeClient late = maker.get().value();
        maker.get().closeInline();
        assertThat(late.closes).hasValue(1);
        assertThat(pool.uses()).containsExactly(new ProviderUsage(P, 1));
    }

    @Test
    void providerThatWasMadeLongAgo_isNotOverdue() throws Exception {
        FakeClient client = pool.acquire(P).value();
        ticker.addAndGet(Duration.ofDays(1).toNanos());

        assertThat(pool.acquire(P).value()).isSameAs(client);
    }

    @Test
    void interruptedUser_givesUpWithItsFlagKeptAndLeavesNoUse() throws Exception {
        factory.script("create p", gate::await);
        Future<ProviderLease<FakeClient>> maker = begin(() -> pool.acquire(P));
        factory.awaitStep();
        Thread.currentThread().interrupt();

        Throwable failure = failureOf(() -> pool.acquire(P));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure)
                .isInstanceOf(ProviderNotBuiltException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(pool.uses()).containsExactly(new ProviderUsage(P, 1));
        gate.countDown();
        FakeClient client = maker.get().value();
        maker.get().closeInline();
        assertThat(client.closes).hasValue(1);
    }

    @Test
    void hangingCreation_delaysNoOtherProvider() throws Exception {
        factory.script("create p", gate::await);
        Future<ProviderLease<FakeClient>> hanging = begin(() -> pool.acquire(P));
        factory.awaitStep();

        assertThat(pool.acquire(Q).value().label).isEqualTo("q#2");
        assertThat(hanging.isDone()).isFalse();
        gate.countDown();
        hanging.get();
    }

    @Test
    void fault9_hangingClose_delaysNoCaller() throws Exception {
        factory.script("close p", gate::await);
        pool.acquire(P).close();
        factory.awaitStep();
        factory.awaitStep();
        factory.awaitStep();

        assertThat(pool.acquire(P).value().label).isEqualTo("p#2");
        assertThat(factory.takeJournal())
                .containsExactly("create p#1", "probe p#1", "close p#1", "create p#2", "probe p#2");
        gate.countDown();
    }

    @Test
    void users_ofManyThreads_neverGetAClosedProviderAndCloseEachOnce() throws Exception {
        List<FakeClient> made = new CopyOnWriteArrayList<>();
        ProviderPool<FakeClient> busy = ProviderPool.<FakeClient>builder(
                        new ProviderFactory<>() {
                            @Override
                            public FakeClient create(ProviderDefinition definition) {
                                FakeClient client = new FakeClient(definition.id());
                                made.add(client);
                                return client;
                            }

                            @Override
                            public void close(FakeClient provider) {
                                provider.closes.incrementAndGet();
                            }
                        },
                        HostRuntime.of(Runnable::run).withTicker(ticker::get))
                .build();
        CountDownLatch start = new CountDownLatch(4);
        Callable<Integer> user = () -> {
            start.countDown();
            start.await();
            int closed = 0;
            for (int turn = 0; turn < 5_000; turn++) {
                try (ProviderLease<FakeClient> lease = busy.acquire(P)) {
                    closed += lease.value().closes.get();
                }
            }
            return closed;
        };
        List<Future<Integer>> users =
                Stream.of(user, user, user, user).map(threads::submit).toList();

        for (Future<Integer> one : users) {
            assertThat(one.get()).as("closed providers seen").isZero();
        }
        assertThat(made)
                .hasSizeGreaterThan(1)
                .allSatisfy(client -> assertThat(client.closes).hasValue(1));
        assertThat(busy.uses()).isEmpty();
    }

    private ProviderPool<FakeClient> pool(Duration timeout) {
        return ProviderPool.builder(factory, HostRuntime.of(threads).withTicker(ticker::get))
                .timeout(timeout)
                .build();
    }

    private Future<ProviderLease<FakeClient>> begin(Callable<ProviderLease<FakeClient>> user) {
        return threads.submit(user);
    }

    /** Waits until so many are counted; each of them waits for the provider from then on, or has it. */
    private void awaitUsers(int users) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!pool.uses().equals(List.of(new ProviderUsage(P, users)))) {
            if (System.nanoTime() - limit > 0) {
                throw new AssertionError("expected " + users + " users, not " + pool.uses());
            }
            Thread.onSpinWait();
        }
    }

    private static Throwable failureOf(Future<?> user) throws InterruptedException {
        try {
            throw new AssertionError("expected a failure, not " + user.get());
        } catch (ExecutionException e) {
            return requireNonNull(e.getCause());
        }
    }

    private static Throwable failureOf(Callable<?> work) {
        try {
            throw new AssertionError("expected a failure, not " + work.call());
        } catch (Exception e) {
            return e;
        }
    }
}
