// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadListener;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.internal.engine.call.CallbackGuard;
import dev.agentreload.core.internal.engine.call.ThrowingAction;
import dev.agentreload.core.runtime.CallbackFailures;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The decisions that wait for one listener. They are delivered one after the other, on the host's executor, so a listener that
 * hangs delays no other. <em>Safe for use by multiple threads;</em> the lock is never held while host code runs.
 */
public final class ListenerQueue {

    /** The most decisions that wait for a listener. Then the oldest are dropped, which leaves a gap in their numbers. */
    public static final int MAX_WAITING = 1_000;

    private final String name;
    private final ReloadListener listener;
    private final Services services;

    private final Object lock = new Object();
    private final Deque<HistoryEntry> waiting = new ArrayDeque<>();
    private boolean draining;
    private boolean ended;
    private long dropped;
    private long callBegun;
    private boolean inCall;
    private Duration lastCall = Duration.ZERO;
    private @Nullable String failure;

    public ListenerQueue(String name, ReloadListener listener, Services services) {
        this.name = name;
        this.listener = listener;
        this.services = services;
    }

    /**
     * What all queues share.
     *
     * @param guard calls listeners
     * @param executor runs them
     * @param ticker measures how long they take
     * @param budget how long they may take
     * @param log where failures are reported
     */
    public record Services(
            CallbackGuard guard, Executor executor, LongSupplier ticker, Duration budget, ReloadLog log) {}

    /** Adds a decision; {@link #drain} delivers it. */
    void add(HistoryEntry entry) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            if (waiting.size() == MAX_WAITING) {
                waiting.removeFirst();
                dropped++;
            }
            waiting.addLast(entry);
        }
    }

    void end() {
        synchronized (lock) {
            ended = true;
            waiting.clear();
        }
    }

    /** Submits the delivery of what waits, unless one is under way. If the executor refuses, it waits for the next decision. */
    void drain() {
        synchronized (lock) {
            if (draining || waiting.isEmpty()) {
                return;
            }
            draining = true;
        }
        DrainTask task = new DrainTask();
        try {
            services.executor.execute(task);
        } catch (Throwable refusal) {
            if (task.begin()) {
                refused(refusal);
            }
            CallbackFailures.rethrowIfFatal(refusal);
        }
    }

    /** Runs once: an executor may throw and yet run what it was given. */
    private final class DrainTask implements Runnable {

        private final AtomicBoolean begun = new AtomicBoolean();

        boolean begin() {
            return begun.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (begin()) {
                notifyAllWaiting();
            }
        }
    }

    private void refused(Throwable refusal) {
        synchronized (lock) {
            draining = false;
            failure = "the executor refused it: " + refusal.getClass().getSimpleName();
        }
        services.log.listenerFailed(name, refusal);
    }

    private void notifyAllWaiting() {
        for (HistoryEntry entry = next(); entry != null; entry = next()) {
            try {
                notifyListener(entry);
            } catch (VirtualMachineError fatal) {
                stopDraining();
                throw fatal;
            }
        }
    }

    private void stopDraining() {
        synchronized (lock) {
            draining = false;
        }
    }

    private @Nullable HistoryEntry next() {
        synchronized (lock) {
            HistoryEntry entry = waiting.pollFirst();
            draining = entry != null;
            return entry;
        }
    }

    private void notifyListener(HistoryEntry entry) {
        begin();
        Throwable thrown = null;
        try {
            ThrowingAction call = () -> listener.decided(entry);
            services.guard.call(listener, call.asCall());
        } catch (Throwable failed) {
            thrown = failed;
        }
        end(thrown);
        if (thrown != null) {
            services.log.listenerFailed(name, thrown);
            CallbackFailures.rethrowIfFatal(thrown);
        }
    }

    private void begin() {
        synchronized (lock) {
            inCall = true;
            callBegun = services.ticker.getAsLong();
        }
    }

    private void end(@Nullable Throwable thrown) {
        synchronized (lock) {
            inCall = false;
            lastCall = Duration.ofNanos(services.ticker.getAsLong() - callBegun);
            if (thrown != null) {
                failure = "it threw " + thrown.getClass().getSimpleName();
            }
        }
    }

    /** Returns whether the listener is over its budget, missed decisions or failed, and how. */
    Optional<ReloadStatus.ListenerTrouble> trouble() {
        synchronized (lock) {
            Duration took = inCall ? Duration.ofNanos(services.ticker.getAsLong() - callBegun) : lastCall;
            boolean slow = took.compareTo(services.budget) > 0;
            return slow || dropped > 0 || failure != null
                    ? Optional.of(new ReloadStatus.ListenerTrouble(
                            name, took, waiting.size(), dropped, Optional.ofNullable(failure)))
                    : Optional.empty();
        }
    }
}
