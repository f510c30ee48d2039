package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was decided so far. State, history and what listeners are told change together, so that they tell the same truth.
 *
 * <p><em>Safe for use by multiple threads;</em> only the owner of the slot publishes. No host code runs under the lock.
 */
final class Journal {

    private final Object lock = new Object();
    private final History history;
    private final List<Delivery> deliveries = new ArrayList<>();
    private volatile JournalState state = JournalState.empty();

    Journal(int historySize) {
        this.history = new History(historySize);
    }

    JournalState state() {
        return state;
    }

    /** Makes a decision known. Listeners are told when {@link #drain} is called. */
    void publish(Ticket ticket, Decision decision, Instant at) {
        synchronized (lock) {
            HistoryEntry entry = new HistoryEntry(
                    state.sequence() + 1,
                    at,
                    ticket.actor(),
                    ticket.operation(),
                    decision.result(),
                    decision.requested(),
                    Optional.ofNullable(decision.inForce() != null ? decision.inForce() : state.effective()),
                    ticket.scope().durations(),
                    decision.notes());
            state = state.after(entry, decision);
            history.add(entry, state.revision());
            deliveries.forEach(delivery -> delivery.add(entry));
        }
    }

    void close() {
        synchronized (lock) {
            state = state.closed();
        }
    }

    void add(Delivery delivery) {
        synchronized (lock) {
            deliveries.add(delivery);
        }
    }

    /** Adds a listener, which is told what is decided after the state that the function gets. */
    Subscription subscribe(Delivery delivery, Function<JournalState, ReloadStatus> status) {
        JournalState begin;
        synchronized (lock) {
            begin = state;
            deliveries.add(delivery);
        }
        return new Subscription(status.apply(begin), () -> end(delivery));
    }

    private void end(Delivery delivery) {
        synchronized (lock) {
            deliveries.remove(delivery);
        }
        delivery.end();
    }

    /** Has all listeners told what they do not know yet, whatever one of them throws. */
    void drain() {
        VirtualMachineError fatal = null;
        for (Delivery delivery : deliveries()) {
            try {
                delivery.drain();
            } catch (VirtualMachineError error) {
                fatal = error;
            }
        }
        if (fatal != null) {
            throw fatal;
        }
    }

    List<ReloadStatus.ListenerTrouble> listenerTroubles() {
        return deliveries().stream()
                .flatMap(delivery -> delivery.trouble().stream())
                .collect(ImmutableList.toImmutableList());
    }

    private List<Delivery> deliveries() {
        synchronized (lock) {
            return ImmutableList.copyOf(deliveries);
        }
    }

    List<HistoryEntry> entries() {
        synchronized (lock) {
            return history.entries();
        }
    }

    Optional<History.Revision> revision(long number) {
        synchronized (lock) {
            return history.find(number);
        }
    }

    List<Long> revisionNumbers() {
        synchronized (lock) {
            return history.numbers();
        }
    }
}
