// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.runtime.HostRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a closer or an executor may do wrong. */
class LeaseClosingTest {

    private final HandDrivenExecutor executor = new HandDrivenExecutor();
    private final LeaseFactory leases = LeaseFactory.of(HostRuntime.of(executor).withTicker(() -> 0));
    private final FakeResource resource = new FakeResource();

    @Test
    void closer_throws_isReportedAndNotCalledAgain() {
        IOException failure = new IOException("cannot close " + FakeResource.SECRET);
        Leased<FakeResource> leased = leases.create("client", resource, failing(failure));
        CompletableFuture<CloseResult> closed = leased.retire().toCompletableFuture();
        executor.runAll();
        leased.retire();
        leased.force();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(closed).isCompletedWithValue(new CloseResult.Failed("client", failure));
        assertThat(closed.join()).hasToString("Failed[resource=client, cause=java.io.IOException]");
        assertThat(leased.status().failure()).contains(failure);
        assertThat(leased.status())
                .hasToString("[client] CLOSED, retired for 0 ms, open leases: 0, failed with java.io.IOException");
    }

    @Test
    void closer_throws_doesNotStopOthers() {
        FakeResource other = new FakeResource();
        leases.create("bad", resource, failing(new AssertionError())).retire();
        leases.create("good", other).retire();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(other.closes()).isEqualTo(1);
    }

    @Test
    void closer_overflowsTheStack_isReportedOnly() {
        Leased<FakeResource> leased = leases.create("client", resource, failing(new StackOverflowError()));
        leased.retire();
        executor.runAll();

        assertThat(leased.status().failure()).containsInstanceOf(StackOverflowError.class);
    }

    @Test
    void closer_breaksTheVirtualMachine_isReportedAndThrownOn() {
        OutOfMemoryError failure = new OutOfMemoryError();
        Leased<FakeResource> leased = leases.create("client", resource, failing(failure));
        CompletableFuture<CloseResult> closed = leased.retire().toCompletableFuture();

        assertThatThrownBy(executor::runAll).isSameAs(failure);
        assertThat(closed).isCompletedWithValue(new CloseResult.Failed("client", failure));
        assertThat(leased.status().phase()).isEqualTo(LeasePhase.CLOSED);
    }

    @Test
    void closer_isInterrupted_keepsTheInterrupt() {
        Leased<FakeResource> leased = leases.create("client", resource, failing(new InterruptedException()));
        leased.retire();
        executor.runAll();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(leased.status().phase()).isEqualTo(LeasePhase.CLOSED);
    }

    @Test
    void closer_hangs_doesNotBlockAndIsReportedAfterTheDeadline() throws InterruptedException {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Leased<FakeResource> leased = LeaseFactory.of(HostRuntime.of(thread).withTicker(() -> 0))
                    .create("client", resource, closed -> {
                        closing.countDown();
                        released.await();
                        closed.close();
                    });
            Lease<FakeResource> lease = leased.acquire();
            CompletableFuture<CloseResult> result = leased.retire().toCompletableFuture();
            lease.close();
            closing.await();

            assertThat(leased.enforce(DrainPolicy.force(Duration.ZERO)).orElseThrow())
                    .hasToString("[client] CLOSING, retired for 0 ms, open leases: 0");

            released.countDown();
            assertThat(result.join()).isEqualTo(new CloseResult.Closed("client"));
            assertThat(resource.closes()).isEqualTo(1);
        } finally {
            released.countDown();
            thread.shutdownNow();
        }
    }

    @Test
    void close_ofTheLastLease_runsOnTheExecutorsThread() {
        AtomicReference<Thread> closingThread = new AtomicReference<>();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Leased<FakeResource> leased = LeaseFactory.of(HostRuntime.of(thread).withTicker(() -> 0))
                    .create("client", resource, closed -> closingThread.set(Thread.currentThread()));
            Lease<FakeResource> lease = leased.acquire();
            CompletableFuture<CloseResult> result = leased.retire().toCompletableFuture();
            lease.close();
            result.join();

            assertThat(closingThread.get()).isNotNull().isNotSameAs(Thread.currentThread());
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void closer_comesBackIn_findsNoLockAndNoSecondClose() {
        CompletableFuture<Leased<FakeResource>> self = new CompletableFuture<>();
        List<Object> seen = new ArrayList<>();
        LeaseFactory direct = LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(() -> 0));
        Leased<FakeResource> leased = direct.create("client", resource, closed -> {
            closed.close();
            seen.add(self.join().tryAcquire());
            seen.add(self.join().retire().toCompletableFuture().isDone());
            seen.add(self.join().force().toCompletableFuture().isDone());
            seen.add(self.join().status().phase());
            direct.sweep();
        });
        self.complete(leased);
        Lease<FakeResource> lease = leased.acquire();
        leased.retire();
        lease.close();

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(seen).containsExactly(Optional.empty(), false, false, LeasePhase.CLOSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retire", "status", "force", "sweep", "leaks", "retire of another"})
    void executor_refuses_isOfferedTheCloseAgain(String occasion) {
        RejectedExecutionException refusal = new RejectedExecutionException("queue is full");
        AtomicBoolean refusing = new AtomicBoolean(true);
        LeaseFactory refused = LeaseFactory.of(HostRuntime.of(task -> {
                    if (refusing.get()) {
                        throw refusal;
                    }
                    executor.execute(task);
                })
                .withTicker(() -> 0));
        Leased<FakeResource> leased = refused.create("client", resource);
        Leased<FakeResource> another = refused.create("another", new FakeResource());
        Lease<FakeResource> lease = leased.acquire();
        CompletableFuture<CloseResult> closed = leased.retire().toCompletableFuture();
        lease.close();

        assertThat(leased.status())
                .hasToString("[client] CLOSE_REFUSED, retired for 0 ms, open leases: 0,"
                        + " failed with java.util.concurrent.RejectedExecutionException");
        assertThat(leased.status().failure()).contains(refusal);
        assertThat(leased.status().isOverdue(Duration.ZERO)).isTrue();
        assertThat(closed).isNotDone();
        assertThat(executor.waiting()).isZero();

        refusing.set(false);
        switch (occasion) {
            case "retire" -> leased.retire();
            case "status" -> leased.status();
            case "force" -> leased.force();
            case "sweep" -> refused.sweep();
            case "leaks" -> refused.leaks();
            default -> another.retire();
        }
        executor.runAll();
        refused.sweep();
        executor.runAll();

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(closed).isCompletedWithValue(new CloseResult.Closed("client"));
        assertThat(leased.status()).hasToString("[client] CLOSED, retired for 0 ms, open leases: 0");
    }

    @Test
    void executor_failsFatally_keepsTheCloseAndThrowsOn() {
        OutOfMemoryError failure = new OutOfMemoryError("unable to create native thread");
        Leased<FakeResource> leased = LeaseFactory.of(HostRuntime.of(task -> {
                            throw failure;
                        })
                        .withTicker(() -> 0))
                .create("client", resource);

        assertThatThrownBy(leased::retire).isSameAs(failure);
        assertThat(leased.isRetired()).isTrue();
        assertThat(leased).hasToString("[client] CLOSE_REFUSED");
    }

    @Test
    void executor_runsWhatItRefused_closesOnce() {
        List<Runnable> tasks = new ArrayList<>();
        LeaseFactory liar = LeaseFactory.of(HostRuntime.of(task -> {
                    tasks.add(task);
                    throw new RejectedExecutionException();
                })
                .withTicker(() -> 0));
        Leased<FakeResource> leased = liar.create("client", resource);
        leased.retire();
        leased.retire();
        tasks.forEach(Runnable::run);
        liar.sweep();
        tasks.forEach(Runnable::run);

        assertThat(resource.closes()).isEqualTo(1);
        assertThat(leased).hasToString("[client] CLOSED");
    }

    @Test
    void executor_runsEverythingTwice_closesOnce() {
        LeaseFactory stammering = LeaseFactory.of(HostRuntime.of(task -> {
                    task.run();
                    task.run();
                })
                .withTicker(() -> 0));
        stammering.create("client", resource).retire();

        assertThat(resource.closes()).isEqualTo(1);
    }

    /** Closes the resource and then throws. */
    private static ResourceCloser<FakeResource> failing(Throwable failure) {
        return resource -> {
            resource.close();
            if (failure instanceof Exception exception) {
                throw exception;
            }
            throw (Error) failure;
        };
    }
}
