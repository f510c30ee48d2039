// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.Subscription;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.CallbackFailures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The decisions so far: state, history and the queues of listeners, which change together. <em>Safe for use by multiple
 * threads;</em> only the owner of the slot publishes. No host code runs under the lock.
 */
public final class StateStore {

    private final Object lock = new Object();
    private final History history;
    private final List<ListenerQueue> queues = new ArrayList<>();
    private volatile StoredState state = StoredState.empty();

    public StateStore(int historySize) {
        this.history = new History(historySize);
    }

    public StoredState state() {
        return state;
    }

    /** Publishes a decision. Listeners are called by {@link #drain}. */
    public void publish(PendingRequest request, Decision decision, Instant at) {
        synchronized (lock) {
            HistoryEntry entry = entry(request, decision, at);
            state = state.after(entry, decision);
            history.add(entry, state.revision());
            queues.forEach(queue -> queue.add(entry));
        }
    }

    private HistoryEntry entry(PendingRequest request, Decision decision, Instant at) {
        HistoryEntry.Builder entry = HistoryEntry.builder(
                        state.sequence() + 1, at, request.actor(), request.operation())
                .durations(request.progress().durations())
                .notes(decision.notes());
        decision.requested().map(this::sharedWithEffective).ifPresent(entry::requested);
        ConfigDocument inForce = decision.inForce() != null ? decision.inForce() : state.effective();
        if (inForce != null) {
            entry.effective(inForce);
        }
        return entry.build(decision.result());
    }

    /** An unchanged file is read again and again, and history must not keep a copy of each reading. */
    private ConfigDocument sharedWithEffective(ConfigDocument requested) {
        ConfigDocument effective = state.effective();
        return effective != null && requested.equals(effective) ? effective : requested;
    }

    /** Ends the hold of automatic requests. Returns whether there was one. */
    public boolean resume() {
        synchronized (lock) {
            boolean held = state.hold() != null;
            state = state.resumed();
            return held;
        }
    }

    public void close() {
        synchronized (lock) {
            state = state.closed();
        }
    }

    public void add(ListenerQueue queue) {
        synchronized (lock) {
            queues.add(queue);
        }
    }

    /** Adds a listener, which gets the decisions that follow the state that the function gets. */
    public Subscription subscribe(ListenerQueue queue, Function<StoredState, ReloadStatus> status) {
        StoredState begin;
        synchronized (lock) {
            begin = state;
            queues.add(queue);
        }
        try {
            return new Subscription(status.apply(begin), () -> end(queue));
        } catch (RuntimeException | Error failure) {
            end(queue);
            throw failure;
        }
    }

    private void end(ListenerQueue queue) {
        synchronized (lock) {
            queues.remove(queue);
        }
        queue.end();
    }

    /** Hands all listeners the decisions they do not have yet, whatever one of them throws. */
    public void drain() {
        CallbackFailures.forEach(queues(), ListenerQueue::drain);
    }

    public List<ReloadStatus.ListenerTrouble> listenerTroubles() {
        return queues().stream().flatMap(queue -> queue.trouble().stream()).collect(ImmutableList.toImmutableList());
    }

    private List<ListenerQueue> queues() {
        synchronized (lock) {
            return ImmutableList.copyOf(queues);
        }
    }

    public List<HistoryEntry> entries() {
        synchronized (lock) {
            return history.entries();
        }
    }

    /** Returns the document that came into force as this revision, if history has it. */
    public Optional<ConfigDocument> revision(long number) {
        synchronized (lock) {
            return history.document(number);
        }
    }

    public List<Long> revisionNumbers() {
        synchronized (lock) {
            return history.numbers();
        }
    }
}
