// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.internal.engine.Dispatcher;
import dev.agentreload.core.internal.engine.state.ListenerQueue;
import dev.agentreload.core.internal.engine.state.StateStore;
import dev.agentreload.core.internal.engine.state.StoredState;
import dev.agentreload.core.internal.engine.transaction.EngineContext;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.List;
import java.util.Optional;

/**
 * The read side of a {@link Reloader}: it sees everything and changes nothing. <em>Safe for use by multiple threads;</em> no method
 * waits for a transaction.
 */
public final class ReloadView {

    private final StateStore store;
    private final EngineContext engine;
    private final Dispatcher dispatcher;
    private final ListenerQueue.Services listeners;

    ReloadView(StateStore store, EngineContext engine, Dispatcher dispatcher, ListenerQueue.Services listeners) {
        this.store = store;
        this.engine = engine;
        this.dispatcher = dispatcher;
        this.listeners = listeners;
    }

    /** Returns the configuration in force; empty until a start has succeeded. */
    public Optional<EffectiveConfig> current() {
        StoredState state = store.state();
        return Optional.ofNullable(state.effective()).map(document -> new EffectiveConfig(state.revision(), document));
    }

    /** Returns the state of the reloader. Also applies the drain policy to what is overdue. */
    public ReloadStatus status() {
        return status(store.state());
    }

    /** Returns why automatic requests are refused; empty if they are not. See {@link Reloader#resume}. */
    public Optional<AutomaticHold> hold() {
        return Optional.ofNullable(store.state().hold());
    }

    private ReloadStatus status(StoredState state) {
        return new ReloadStatus(state, pending(state), engine, dispatcher.running(), store.listenerTroubles());
    }

    /** Computed each time: what waits for a restart is what differs. */
    private Optional<ReloadPlan> pending(StoredState state) {
        ConfigDocument effective = state.effective();
        ConfigDocument desired = state.desired();
        return effective == null || desired == null || effective.equals(desired)
                ? Optional.empty()
                : Optional.of(engine.participants().plan(effective, desired)).filter(ReloadPlan::requiresRestart);
    }

    /**
     * Returns the newest decisions, the oldest first. Those that brought a revision into force and the others are kept apart, as
     * many of each as the host said.
     */
    public List<HistoryEntry> history() {
        return store.entries();
    }

    /**
     * Returns the decisions of the history that changed the value at a path, the oldest first. A value that none of them changed is
     * as old as the start, or older than the history.
     */
    public List<PathChange> changesOf(ConfigPath path) {
        requireNonNull(path, "path");
        return history().stream()
                .flatMap(entry -> PathChange.of(entry, path).stream())
                .collect(ImmutableList.toImmutableList());
    }

    /**
     * Returns what it means to go from the document in force to this one. Unlike the planner's, this plan needs a restart for
     * paths with an action that no participant handles.
     *
     * @throws IllegalStateException if no document is in force
     */
    public ReloadPlan plan(ConfigDocument target) {
        EffectiveConfig current = current().orElseThrow(() -> new IllegalStateException("the reloader is not started"));
        return engine.participants().plan(current.document(), target);
    }

    /**
     * Adds a listener, which receives every decision from now on.
     *
     * @param name how status and logs call it; not secret
     * @return the state at the beginning, and the number of the first decision that follows
     */
    public Subscription subscribe(String name, ReloadListener listener) {
        ListenerQueue queue =
                new ListenerQueue(requireNonNull(name, "name"), requireNonNull(listener, "listener"), listeners);
        return store.subscribe(queue, this::status);
    }
}
