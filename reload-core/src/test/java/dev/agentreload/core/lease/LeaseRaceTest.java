// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.runtime.HostRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads that meet at the worst moment, many times. The model checker proves more, on a smaller scale. */
class LeaseRaceTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 2_000;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final LeaseFactory leases =
            LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(() -> 0));

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void fault39_lastUserLeaves_whileANewOneArrivesAndTheOwnerRetires_noUserGetsAClosedResource() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            FakeResource resource = new FakeResource();
            Leased<FakeResource> leased = leases.create("client", resource);
            Lease<FakeResource> last = leased.acquire();
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Integer> closesSeenInUse = runTogether(List.of(
                    () -> {
                        start.await();
                        last.close();
                        return 0;
                    },
                    () -> {
                        start.await();
                        leased.retire();
                        return 0;
                    },
                    () -> arrive(start, leased),
                    () -> arrive(start, leased)));

            assertThat(closesSeenInUse).containsOnly(0);
            assertThat(resource.closes()).isEqualTo(1);
        }
    }

    @Test
    void lease_closedByAllThreadsAtOnce_countsOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            FakeResource resource = new FakeResource();
            Leased<FakeResource> leased = leases.create("client", resource);
            Lease<FakeResource> other = leased.acquire();
            Lease<FakeResource> contended = leased.acquire();
            leased.retire();
            CyclicBarrier start = new CyclicBarrier(THREADS);
            runTogether(List.of(
                    () -> close(start, contended),
                    () -> close(start, contended),
                    () -> close(start, contended),
                    () -> close(start, contended)));

            assertThat(leased.status().openLeases()).isEqualTo(1);
            assertThat(resource.closes()).isZero();
            other.close();
            assertThat(resource.closes()).isEqualTo(1);
        }
    }

    @Test
    void resource_forcedRetiredAndLeftAtOnce_isClosedOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            FakeResource resource = new FakeResource();
            Leased<FakeResource> leased = leases.create("client", resource);
            Lease<FakeResource> lease = leased.acquire();
            CyclicBarrier start = new CyclicBarrier(THREADS);
            runTogether(List.of(
                    () -> close(start, lease),
                    () -> {
                        start.await();
                        return leased.force();
                    },
                    () -> {
                        start.await();
                        return leased.force();
                    },
                    () -> {
                        start.await();
                        return leased.retire();
                    }));

            assertThat(resource.closes()).isEqualTo(1);
        }
    }

    @Test
    void users_onManyThreads_areAllCounted() throws Exception {
        FakeResource resource = new FakeResource();
        Leased<FakeResource> leased = leases.create("client", resource);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        Callable<List<Lease<FakeResource>>> user = () -> {
            List<Lease<FakeResource>> kept = new ArrayList<>();
            start.await();
            for (int turn = 0; turn < 20_000; turn++) {
                Lease<FakeResource> lease = leased.acquire();
                if (turn % 10 == 0) {
                    kept.add(lease);
                } else {
                    lease.close();
                }
            }
            return kept;
        };
        List<Lease<FakeResource>> open = runTogether(List.of(user, user, user, user)).stream()
                .flatMap(List::stream)
                .toList();

        assertThat(leased.status().openLeases()).isEqualTo(8_000);
        leased.retire();
        open.subList(1, open.size()).forEach(Lease::close);
        assertThat(leased.status().openLeases()).isEqualTo(1);
        assertThat(resource.closes()).isZero();
        open.get(0).close();
        assertThat(resource.closes()).isEqualTo(1);
    }

    private static int arrive(CyclicBarrier start, Leased<FakeResource> leased) throws Exception {
        start.await();
        Optional<Lease<FakeResource>> lease = leased.tryAcquire();
        int closes = lease.map(Lease::value).map(FakeResource::closes).orElse(0);
        lease.ifPresent(Lease::close);
        return closes;
    }

    private static int close(CyclicBarrier start, Lease<FakeResource> lease) throws Exception {
        start.await();
        lease.close();
        return 0;
    }

    private <R> List<R> runTogether(List<Callable<? extends R>> tasks) throws Exception {
        List<Future<? extends R>> running = new ArrayList<>();
        for (Callable<? extends R> task : tasks) {
            running.add(threads.submit(task));
        }
        List<R> results = new ArrayList<>();
        for (Future<? extends R> result : running) {
            results.add(result.get());
        }
        return results;
    }
}
