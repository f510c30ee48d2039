package dev.agentreload.core.apply;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings decisions to one listener, one after the other, on the host's executor. A listener that hangs keeps nobody else waiting.
 * <em>Safe for use by multiple threads;</em> the lock is never held while host code runs.
 */
final class Delivery {

    /** So many decisions wait for a listener that hangs; then the oldest are dropped, and the gap in the numbers tells it. */
    static final int MOST_WAITING = 1_000;

    private final String name;
    private final ReloadListener listener;
    private final DeliveryTools tools;

    private final Object lock = new Object();
    private final Deque<HistoryEntry> waiting = new ArrayDeque<>();
    private boolean draining;
    private boolean ended;
    private long dropped;
    private long callBegun;
    private boolean inCall;
    private Duration lastCall = Duration.ZERO;
    private @Nullable String failure;

    Delivery(String name, ReloadListener listener, DeliveryTools tools) {
        this.name = name;
        this.listener = listener;
        this.tools = tools;
    }

    /**
     * What all deliveries share.
     *
     * @param hostCode calls listeners
     * @param executor runs them
     * @param ticker tells how long they take
     * @param budget how long they may take
     * @param log where failures are told
     */
    record DeliveryTools(HostCode hostCode, Executor executor, LongSupplier ticker, Duration budget, ReloadLog log) {}

    /** Adds a decision to those that wait; nothing is called yet. */
    void add(HistoryEntry entry) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            if (waiting.size() == MOST_WAITING) {
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

    /** Has the executor bring what waits, unless it is at it. What it refuses goes on waiting for the next time. */
    void drain() {
        synchronized (lock) {
            if (draining || waiting.isEmpty()) {
                return;
            }
            draining = true;
        }
        Round round = new Round();
        try {
            tools.executor.execute(round);
        } catch (Throwable refusal) {
            if (round.begin()) {
                refused(refusal);
            }
            rethrowIfFatal(refusal);
        }
    }

    /** Runs once: an executor may throw and yet run what it was given. */
    private final class Round implements Runnable {

        private final AtomicBoolean begun = new AtomicBoolean();

        boolean begin() {
            return begun.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (begin()) {
                bringAll();
            }
        }
    }

    private void refused(Throwable refusal) {
        synchronized (lock) {
            draining = false;
            failure = "the executor refused it: " + refusal.getClass().getSimpleName();
        }
        tools.log.listenerFailed(name, refusal);
    }

    private void bringAll() {
        for (HistoryEntry entry = next(); entry != null; entry = next()) {
            try {
                bring(entry);
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

    private void bring(HistoryEntry entry) {
        begin();
        Throwable thrown = null;
        try {
            tools.hostCode.call(listener, StepRunner.returning(() -> listener.decided(entry)));
        } catch (Throwable failed) {
            thrown = failed;
        }
        end(thrown);
        if (thrown != null) {
            tools.log.listenerFailed(name, thrown);
            rethrowIfFatal(thrown);
        }
    }

    private void begin() {
        synchronized (lock) {
            inCall = true;
            callBegun = tools.ticker.getAsLong();
        }
    }

    private void end(@Nullable Throwable thrown) {
        synchronized (lock) {
            inCall = false;
            lastCall = Duration.ofNanos(tools.ticker.getAsLong() - callBegun);
            if (thrown != null) {
                failure = "it threw " + thrown.getClass().getSimpleName();
            }
        }
    }

    private static void rethrowIfFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError error && Failures.isFatal(thrown)) {
            throw error;
        }
    }

    /** Returns what is the matter with the listener, if anything is. */
    Optional<ReloadStatus.ListenerTrouble> trouble() {
        synchronized (lock) {
            Duration took = inCall ? Duration.ofNanos(tools.ticker.getAsLong() - callBegun) : lastCall;
            boolean slow = took.compareTo(tools.budget) > 0;
            return slow || dropped > 0 || failure != null
                    ? Optional.of(new ReloadStatus.ListenerTrouble(
                            name, took, waiting.size(), dropped, Optional.ofNullable(failure)))
                    : Optional.empty();
        }
    }
}
