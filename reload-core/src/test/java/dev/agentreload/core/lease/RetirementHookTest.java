// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.agentreload.core.runtime.HostRuntime;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What a lease has done when its resource is retired. */
class RetirementHookTest {

    private final HandDrivenExecutor executor = new HandDrivenExecutor();
    private final LeaseFactory leases = LeaseFactory.of(HostRuntime.of(executor).withTicker(() -> 0));
    private final FakeResource resource = new FakeResource();
    private final Leased<FakeResource> leased = leases.create("client", resource);
    private final List<String> reported = new ArrayList<>();

    @Test
    void callback_ofAnOpenLease_runsOnceOnTheExecutorWhenTheResourceIsRetired() {
        Lease<FakeResource> lease = leased.acquire();
        lease.onRetired(() -> reported.add("retired"));
        executor.runAll();
        assertThat(reported).isEmpty();

        leased.retire();
        assertThat(reported).as("before the executor has run it").isEmpty();
        executor.runAll();
        leased.retire();
        leased.force();
        executor.runAll();

        assertThat(reported).containsExactly("retired");
        lease.close();
    }

    @Test
    void callback_ofAResourceRetiredBefore_runsAtOnce() {
        Lease<FakeResource> lease = leased.acquire();
        leased.retire();

        lease.onRetired(() -> reported.add("retired"));
        executor.runAll();

        assertThat(reported).containsExactly("retired");
        lease.close();
    }

    @Test
    void callbacks_ofOneLease_allRunEvenIfOneThrows() {
        RecordedLog log = new RecordedLog();
        Logger logger = Logger.getLogger(Lease.class.getName());
        logger.addHandler(log);
        logger.setUseParentHandlers(false);
        try (Lease<FakeResource> lease = leased.acquire()) {
            lease.onRetired(() -> reported.add("first"));
            lease.onRetired(() -> {
                throw new IllegalStateException(FakeResource.SECRET);
            });
            lease.onRetired(() -> reported.add("third"));

            leased.retire();
            executor.runAll();

            assertThat(reported).containsExactlyInAnyOrder("first", "third");
            assertThat(log.lines)
                    .containsExactly("WARNING callback of a lease of [client] failed: java.lang.IllegalStateException");
        } finally {
            logger.removeHandler(log);
            logger.setUseParentHandlers(true);
        }
    }

    @Test
    void callback_ofALeaseClosedBefore_doesNotRun() {
        Lease<FakeResource> lease = leased.acquire();
        lease.onRetired(() -> reported.add("first"));
        lease.onRetired(() -> reported.add("second"));
        lease.close();

        leased.retire();
        executor.runAll();

        assertThat(reported).isEmpty();
        assertThat(resource.closes()).isEqualTo(1);
    }

    @Test
    void callback_ofALeaseClosedBeforeTheExecutorBegins_doesNotRun() {
        Lease<FakeResource> lease = leased.acquire();
        lease.onRetired(() -> reported.add("retired"));
        leased.retire();

        lease.close();
        executor.runAll();

        assertThat(reported).isEmpty();
    }

    @Test
    void callback_forAClosedLease_isRefused() {
        Lease<FakeResource> lease = leased.acquire();
        lease.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> lease.onRetired(() -> reported.add("retired")))
                .withMessage("lease of [client] is closed");
    }

    @Test
    void callback_thatClosesTheLease_letsTheResourceGo() {
        Lease<FakeResource> lease = leased.acquire();
        lease.onRetired(lease::close);

        leased.retire();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
    }

    @Test
    void callback_thatTheExecutorRefuses_isOfferedAgain() {
        AtomicBoolean full = new AtomicBoolean(true);
        LeaseFactory refusing = LeaseFactory.of(HostRuntime.of(task -> {
                    if (full.get()) {
                        throw new RejectedExecutionException("full");
                    }
                    executor.execute(task);
                })
                .withTicker(() -> 0));
        Leased<FakeResource> another = refusing.create("another", new FakeResource());
        Lease<FakeResource> lease = another.acquire();
        lease.onRetired(() -> reported.add("retired"));

        another.retire();
        full.set(false);
        refusing.sweep();
        refusing.sweep();
        executor.runAll();

        assertThat(reported).containsExactly("retired");
        lease.close();
    }

    @Test
    void callback_thatBreaksTheVirtualMachine_keepsNeitherTheOthersNorTheCloseFromHappening() {
        OutOfMemoryError error = new OutOfMemoryError("scripted");
        Leased<FakeResource> direct = LeaseFactory.of(
                        HostRuntime.of(Runnable::run).withTicker(() -> 0))
                .create("direct", resource);
        Lease<FakeResource> one = direct.acquire();
        Lease<FakeResource> two = direct.acquire();
        for (Lease<FakeResource> lease : List.of(one, two)) {
            lease.onRetired(() -> {
                reported.add("retired");
                throw error;
            });
        }

        assertThatThrownBy(direct::retire).isSameAs(error);

        assertThat(reported).hasSize(2);
        one.close();
        two.close();
        assertThat(resource.closes()).isEqualTo(1);
    }

    @Test
    void callback_ofALeaseThatWasClosed_isNotKeptByTheResource() {
        WeakReference<Object> captured = turnWithCallback();

        collectUntil(() -> captured.get() == null);

        assertThat(leased.isRetired()).isFalse();
    }

    private WeakReference<Object> turnWithCallback() {
        Object stream = new Object();
        try (Lease<FakeResource> lease = leased.acquire()) {
            lease.onRetired(() -> reported.add(stream.toString()));
        }
        return new WeakReference<>(stream);
    }

    @Test
    void leakedLease_whoseCallbackKnowsIt_isFound() {
        LeaseFactory tracking = leases.withLeakTracking();
        Leased<FakeResource> tracked = tracking.create("tracked", new FakeResource());
        leakWithCallback(tracked);

        collectUntil(() -> tracked.status().leakedLeases() == 1);

        assertThat(tracked.status().openLeases()).isZero();
    }

    private static void leakWithCallback(Leased<FakeResource> tracked) {
        Lease<FakeResource> lease = tracked.acquire();
        lease.onRetired(lease::close);
    }

    /** A collection is a request, and references are queued a little after it. */
    private static void collectUntil(BooleanSupplier condition) {
        for (int attempt = 0; attempt < 500; attempt++) {
            System.gc();
            if (condition.getAsBoolean()) {
                return;
            }
        }
        fail("the garbage collector did not give it up; is explicit collection disabled?");
    }

    /** Notes what is logged. */
    private static final class RecordedLog extends Handler {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(record.getLevel() + " " + record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
