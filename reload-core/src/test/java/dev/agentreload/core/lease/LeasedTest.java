// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The life of one leased resource, driven by hand. */
class LeasedTest {

    private final HandDrivenExecutor executor = new HandDrivenExecutor();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final LeaseFactory leases = LeaseFactory.of(HostRuntime.of(executor).withTicker(nanos::get));
    private final FakeResource resource = new FakeResource();
    private final Leased<FakeResource> leased = leases.create("client", resource);

    @Test
    void lease_inService_givesTheResource() {
        try (Lease<FakeResource> lease = leased.acquire()) {
            assertThat(lease.value()).isSameAs(resource);
            assertThat(lease.isRetired()).isFalse();
            assertThat(leased.status().openLeases()).isEqualTo(1);
        }
        assertThat(leased.status().openLeases()).isZero();
    }

    @Test
    void resource_leasedAndGivenBack_staysOpenInService() {
        leased.acquire().close();
        leased.tryAcquire().orElseThrow().close();
        executor.runAll();

        assertThat(resource.closes()).isZero();
        assertThat(leased.status().phase()).isEqualTo(LeasePhase.IN_SERVICE);
    }

    @Test
    void resource_retiredUnused_isClosedByTheExecutor() {
        CompletionStage<CloseResult> closed = leased.retire();

        assertThat(resource.closes()).isZero();
        assertThat(leased.status().phase()).isEqualTo(LeasePhase.CLOSE_QUEUED);
        assertThat(closed.toCompletableFuture()).isNotDone();

        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(leased.status().phase()).isEqualTo(LeasePhase.CLOSED);
        assertThat(closed.toCompletableFuture()).isCompletedWithValue(new CloseResult.Closed("client"));
    }

    @Test
    void resource_retiredInUse_isClosedAfterTheLastLease() {
        Lease<FakeResource> first = leased.acquire();
        Lease<FakeResource> second = leased.acquire();
        leased.retire();
        first.close();
        executor.runAll();

        assertThat(resource.closes()).isZero();
        assertThat(second.isRetired()).isTrue();
        assertThat(second.value()).isSameAs(resource);
        assertThat(leased.status().phase()).isEqualTo(LeasePhase.DRAINING);

        second.close();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
    }

    @Test
    void acquire_retired_isRefused() {
        leased.retire();

        assertThat(leased.isRetired()).isTrue();
        assertThat(leased.tryAcquire()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(leased::acquire)
                .withMessage("[client] is retired and gives no more leases");
        assertThat(leased.status().openLeases()).isZero();
    }

    @Test
    void retire_again_changesNothing() {
        CompletionStage<CloseResult> first = leased.retire();
        nanos.addAndGet(1_000_000);
        CompletionStage<CloseResult> second = leased.retire();
        executor.runAll();
        CompletionStage<CloseResult> third = leased.retire();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(leased.status().retiredFor()).contains(Duration.ofMillis(1));
        CloseResult expected = new CloseResult.Closed("client");
        assertThat(first.toCompletableFuture()).isCompletedWithValue(expected);
        assertThat(second.toCompletableFuture()).isCompletedWithValue(expected);
        assertThat(third.toCompletableFuture()).isCompletedWithValue(expected);
    }

    @Test
    void retireResult_completedByItsReader_isNotCompletedForOthers() {
        CompletableFuture<CloseResult> mine = leased.retire().toCompletableFuture();
        mine.complete(new CloseResult.Closed("something else"));

        assertThat(leased.retire().toCompletableFuture()).isNotDone();
    }

    @Test
    void fault10_lease_closedTwice_countsOnce() {
        Lease<FakeResource> twice = leased.acquire();
        Lease<FakeResource> other = leased.acquire();
        leased.retire();
        twice.close();
        twice.close();
        executor.runAll();

        assertThat(resource.closes()).isZero();
        assertThat(leased.status().openLeases()).isEqualTo(1);

        other.close();
        twice.close();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
    }

    @Test
    void value_ofAClosedLease_isRefused() {
        Lease<FakeResource> lease = leased.acquire();
        lease.close();

        assertThatIllegalStateException().isThrownBy(lease::value).withMessage("lease of [client] is closed");
    }

    @Test
    void lease_ofAThreadThatDied_isClosedByAnother() throws InterruptedException {
        CompletableFuture<Lease<FakeResource>> handedOver = new CompletableFuture<>();
        Thread taker = new Thread(() -> handedOver.complete(leased.acquire()));
        taker.start();
        taker.join();
        leased.retire();

        assertThat(leased.status().openLeases()).isEqualTo(1);

        handedOver.join().close();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
    }

    @Test
    void force_inUse_closesAtOnceAndOnce() {
        Lease<FakeResource> lease = leased.acquire();
        leased.retire();
        CompletionStage<CloseResult> forced = leased.force();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(forced.toCompletableFuture()).isCompletedWithValue(new CloseResult.Closed("client"));
        assertThat(leased.status().openLeases()).isEqualTo(1);

        lease.close();
        leased.force();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(leased.status().openLeases()).isZero();
    }

    @Test
    void force_inService_retiresToo() {
        leased.force();
        executor.runAll();

        assertThat(leased.tryAcquire()).isEmpty();
        assertThat(resource.closes()).isEqualTo(1);
    }

    @Test
    void enforce_beforeTheDeadline_saysNothing() {
        DrainPolicy policy = DrainPolicy.force(Duration.ofSeconds(30));
        assertThat(leased.enforce(policy)).isEmpty();

        Lease<FakeResource> lease = leased.acquire();
        leased.retire();
        nanos.addAndGet(Duration.ofSeconds(30).toNanos() - 1);

        assertThat(leased.enforce(policy)).isEmpty();
        assertThat(leased.status().phase()).isEqualTo(LeasePhase.DRAINING);
        lease.close();
    }

    @Test
    void enforce_keepAfterTheDeadline_reportsAndLetsTheTurnFinish() {
        Lease<FakeResource> lease = leased.acquire();
        leased.retire();
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        Optional<LeaseStatus> report = leased.enforce(DrainPolicy.keep(Duration.ofSeconds(30)));
        executor.runAll();

        assertThat(report.orElseThrow()).hasToString("[client] DRAINING, retired for 30000 ms, open leases: 1");
        assertThat(resource.closes()).isZero();

        lease.close();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(leased.enforce(DrainPolicy.keep(Duration.ofSeconds(30)))).isEmpty();
    }

    @Test
    void enforce_forceAfterTheDeadline_reportsAndCloses() {
        Lease<FakeResource> lease = leased.acquire();
        leased.retire();
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        Optional<LeaseStatus> report = leased.enforce(DrainPolicy.force(Duration.ofSeconds(30)));
        executor.runAll();

        assertThat(report.orElseThrow()).hasToString("[client] DRAINING, retired for 31000 ms, open leases: 1");
        assertThat(resource.closes()).isEqualTo(1);
        assertThat(leased.status()).hasToString("[client] CLOSED, retired for 31000 ms, open leases: 1");
        lease.close();
    }

    @Test
    void drainPolicy_negativeDeadline_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DrainPolicy.keep(Duration.ofSeconds(-1)))
                .withMessage("drain deadline [PT-1S] is negative");
    }

    @Test
    void age_tickerStoodStillAndWentBack_isNeverNegative() {
        leased.retire();
        assertThat(leased.status().retiredFor()).contains(Duration.ZERO);

        nanos.decrementAndGet();
        assertThat(leased.status().retiredFor()).contains(Duration.ZERO);
    }

    @Test
    void texts_ofEverything_showNothingOfTheResource() {
        Lease<FakeResource> lease = leased.acquire();
        leased.retire();

        assertThat(lease).hasToString("lease of [client]");
        assertThat(leased).hasToString("[client] DRAINING");
        assertThat(leased.status()).hasToString("[client] DRAINING, retired for 0 ms, open leases: 1");
        assertThat(leased.status().toString()).doesNotContain(FakeResource.SECRET);
        lease.close();
    }

    @Test
    void retiredResources_fasterThanTheyDrain_areEachVisibleAndTheOldestCanBeForced() {
        Leased<FakeResource> second = leases.create("second", new FakeResource());
        Lease<FakeResource> turn = leased.acquire();
        Lease<FakeResource> otherTurn = second.acquire();
        leased.retire();
        nanos.addAndGet(1_000_000);
        second.retire();

        assertThat(leased.status()).hasToString("[client] DRAINING, retired for 1 ms, open leases: 1");
        assertThat(second.status()).hasToString("[second] DRAINING, retired for 0 ms, open leases: 1");

        leased.force();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(second.status().phase()).isEqualTo(LeasePhase.DRAINING);
        turn.close();
        otherTurn.close();
    }

    @Test
    @SuppressWarnings("NullAway") // hosts need not run it
    void factory_withoutARole_isRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> LeaseFactory.of(HostRuntime.of(null).withTicker(nanos::get)))
                .withMessage("executor");
        assertThatNullPointerException()
                .isThrownBy(() -> LeaseFactory.of(HostRuntime.of(executor).withTicker(null)))
                .withMessage("ticker");
        assertThatNullPointerException()
                .isThrownBy(() -> leases.create(null, resource))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> leases.<FakeResource>create("client", null))
                .withMessage("resource");
        assertThatNullPointerException()
                .isThrownBy(() -> leases.create("client", resource, null))
                .withMessage("closer");
    }
}
