// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who holds a lease, and how leases that were never closed are cleaned up. */
class LeaseTrackingTest {

    private final HandDrivenExecutor executor = new HandDrivenExecutor();
    private final AtomicLong nanos = new AtomicLong();
    private final LeaseFactory leases =
            LeaseFactory.of(HostRuntime.of(executor).withTicker(nanos::get)).withLeakTracking();
    private final FakeResource resource = new FakeResource();
    private final Leased<FakeResource> leased = leases.create("client", resource);

    @Test
    void holders_ofOpenLeases_haveThreadPlaceAndAge() throws InterruptedException {
        Lease<FakeResource> older = leased.acquire();
        nanos.addAndGet(Duration.ofMillis(250).toNanos());
        List<Lease<FakeResource>> younger = new ArrayList<>();
        Thread turn = new Thread(() -> younger.add(leased.tryAcquire().orElseThrow()), "turn-7");
        turn.start();
        turn.join();
        nanos.addAndGet(Duration.ofMillis(50).toNanos());

        List<LeaseHolder> holders = leased.status().holders();

        assertThat(holders)
                .extracting(LeaseHolder::thread)
                .containsExactly(Thread.currentThread().getName(), "turn-7");
        assertThat(holders).extracting(LeaseHolder::age).containsExactly(Duration.ofMillis(300), Duration.ofMillis(50));
        assertThat(holders).allSatisfy(holder -> {
            assertThat(holder.stackTrace().get(0).getClassName()).isEqualTo(LeaseTrackingTest.class.getName());
            assertThat(holder.stackTrace()).hasSizeLessThanOrEqualTo(32);
        });
        older.close();
        younger.forEach(Lease::close);
        assertThat(leased.status().holders()).isEmpty();
        assertThat(leased.status().openLeases()).isZero();
    }

    @Test
    void holders_ofAFactory_areReportedByResource() {
        Leased<FakeResource> another = leases.create("another", new FakeResource());
        List<Lease<FakeResource>> open = new ArrayList<>(List.of(leased.acquire()));
        nanos.addAndGet(Duration.ofMillis(250).toNanos());
        open.add(leased.acquire());
        open.add(another.acquire());

        assertThat(leases.holders()).containsOnlyKeys("another", "client");
        assertThat(leases.holders().get("client"))
                .extracting(LeaseHolder::age)
                .containsExactly(Duration.ofMillis(250), Duration.ZERO);
        open.forEach(Lease::close);
        assertThat(leases.holders()).isEmpty();
    }

    @Test
    void statusText_inUse_namesTheHolders() {
        Lease<FakeResource> lease = leased.acquire();
        nanos.addAndGet(Duration.ofMillis(250).toNanos());
        leased.retire();
        LeaseStatus status = leased.status();
        LeaseHolder holder = status.holders().get(0);

        assertThat(holder)
                .hasToString("thread [%s] for 250 ms at %s"
                        .formatted(holder.thread(), holder.stackTrace().get(0)));
        assertThat(status)
                .hasToString("[client] DRAINING, retired for 0 ms, open leases: 1, held by %s".formatted(holder));
        lease.close();
    }

    @Test
    void holder_withoutAnyFrame_saysSo() {
        assertThat(new LeaseHolder("turn-7", Duration.ofMillis(5), List.of()))
                .hasToString("thread [turn-7] for 5 ms at an unknown place");
    }

    @Test
    void lease_refused_leavesNoRecord() {
        leased.retire();

        assertThat(leased.tryAcquire()).isEmpty();
        assertThat(leased.status().holders()).isEmpty();
    }

    @Test
    void holders_withoutTracking_areNotRecorded() {
        Leased<FakeResource> untracked =
                LeaseFactory.of(HostRuntime.of(executor).withTicker(nanos::get)).create("client", resource);
        try (Lease<FakeResource> lease = untracked.acquire()) {
            assertThat(untracked.status().holders()).isEmpty();
            assertThat(untracked.status().openLeases()).isEqualTo(1);
        }
    }

    @Test
    void lease_collectedUnclosed_isReportedByTheStatusAndCountsAsClosed() {
        leak(leased);
        leased.retire();
        collectUntil(() -> leased.status().leakedLeases() == 1);
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(leased.status()).hasToString("[client] CLOSED, retired for 0 ms, open leases: 0, leaked leases: 1");
        LeaseLeak leak = leases.leaks().get(0);
        assertThat(leak.resource()).isEqualTo("client");
        assertThat(leak.holder().stackTrace().get(0).getMethodName()).isEqualTo("leak");
        assertThat(leak).hasToString("lease of [client] was never closed; taken by " + leak.holder());
    }

    @Test
    void lease_collectedUnclosed_isFoundWhenAnythingIsRetired() {
        leak(leased);
        leased.retire();
        collectUntil(() -> {
            leases.create("another", new FakeResource()).retire();
            executor.runAll();
            return resource.closes() == 1;
        });

        assertThat(leases.leaks()).extracting(LeaseLeak::resource).containsExactly("client");
    }

    @Test
    void resource_reachableOnlyByItsLeakedLease_isClosed() {
        FakeResource forgotten = new FakeResource();
        forget(forgotten);
        collectUntil(() -> {
            leases.sweep();
            executor.runAll();
            return forgotten.closes() == 1;
        });

        assertThat(leases.leaks()).extracting(LeaseLeak::resource).containsExactly("forgotten");
    }

    @Test
    void lease_closedAndCollected_isNoLeak() {
        leased.acquire().close();
        leak(leased);
        collectUntil(() -> leased.status().leakedLeases() > 0);

        assertThat(leased.status().leakedLeases()).isEqualTo(1);
    }

    @Test
    void leases_closedWhileGarbageIsCollected_areNoLeaksAndCountOnce() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Callable<Void> turns = () -> {
            while (!ended.get()) {
                leased.acquire().close();
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Void>> all = List.of(threads.submit(turns), threads.submit(turns));
            for (int collection = 0; collection < 20; collection++) {
                System.gc();
                leases.sweep();
            }
            ended.set(true);
            for (Future<Void> one : all) {
                one.get();
            }
        } finally {
            ended.set(true);
            threads.shutdownNow();
        }
        leak(leased);
        collectUntil(() -> leased.status().leakedLeases() > 0);

        assertThat(leased.status()).hasToString("[client] IN_SERVICE, open leases: 0, leaked leases: 1");
    }

    @Test
    void leaks_moreThanAreKept_keepTheNewest() {
        List<Leased<FakeResource>> all = IntStream.range(0, 70)
                .mapToObj(i -> leases.create("client " + i, new FakeResource()))
                .toList();
        all.forEach(LeaseTrackingTest::leak);
        collectUntil(
                () -> all.stream().mapToInt(one -> one.status().leakedLeases()).sum() == 70);

        assertThat(leases.leaks()).hasSize(64);
        assertThat(leases.leaks().stream().map(LeaseLeak::resource).collect(toSet()))
                .hasSize(64);
    }

    private static void leak(Leased<FakeResource> leased) {
        assertThat(leased.acquire().value()).isNotNull();
    }

    private void forget(FakeResource forgotten) {
        Leased<FakeResource> known = leases.create("forgotten", forgotten);
        leak(known);
        known.retire();
    }

    /** A collection is a request, and references are queued a little after it. */
    private static void collectUntil(BooleanSupplier condition) {
        for (int attempt = 0; attempt < 500; attempt++) {
            System.gc();
            if (condition.getAsBoolean()) {
                return;
            }
        }
        fail("the garbage collector did not give the lease up; is explicit collection disabled?");
    }
}
