// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.internal.engine.state.StoredState;
import dev.agentreload.core.internal.engine.transaction.EngineContext;
import dev.agentreload.core.lease.CloseResult;
import dev.agentreload.core.plan.PlannedChange;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of a reloader at one moment. <em>Immutable.</em>
 *
 * <p>A reloader is {@linkplain #isHealthy healthy} while it does its work: it is started, no component is left in an unknown state,
 * and no call of host code has timed out and not returned. An edit that was refused leaves it healthy, since what was in force before serves on; that is
 * what {@link #isLastInEffect} and {@link #sourceDiffers} report.
 */
public final class ReloadStatus {

    private final StoredState stored;
    private final Optional<Running> running;
    private final ImmutableList<ConfigPath> pendingRestart;
    private final ImmutableList<ConfigPath> blockedByRestart;
    private final ImmutableList<RetiredGeneration> retired;
    private final ImmutableList<CloseResult.Failed> closeFailures;
    private final ImmutableList<String> degraded;
    private final ImmutableList<TimedOutCall> timedOutCalls;
    private final ImmutableList<ListenerTrouble> listenerTroubles;

    ReloadStatus(
            StoredState stored,
            Optional<ReloadPlan> pending,
            EngineContext engine,
            Optional<Running> running,
            List<ListenerTrouble> listenerTroubles) {
        this.stored = stored;
        this.running = running;
        this.pendingRestart =
                ImmutableList.copyOf(pending.map(ReloadPlan::restartReasons).orElse(ImmutableList.of()));
        this.blockedByRestart =
                ImmutableList.copyOf(pending.map(ReloadStatus::withoutRestart).orElse(ImmutableList.of()));
        this.retired = ImmutableList.copyOf(engine.retired().status());
        this.closeFailures = ImmutableList.copyOf(engine.retired().failures());
        this.degraded = ImmutableList.copyOf(engine.participants().degraded());
        this.timedOutCalls = ImmutableList.copyOf(engine.calls().overdue());
        this.listenerTroubles = ImmutableList.copyOf(listenerTroubles);
    }

    private static List<ConfigPath> withoutRestart(ReloadPlan plan) {
        return plan.changes().stream()
                .filter(change -> change.verdict() != Verdict.RESTART)
                .map(PlannedChange::path)
                .distinct()
                .toList();
    }

    /** Returns the place in the life cycle. */
    public ReloaderState state() {
        return stored.state();
    }

    /** Returns whether the reloader is started, no participant is degraded, and no call of host code has timed out and not returned. */
    public boolean isHealthy() {
        return state() == ReloaderState.RUNNING && degraded.isEmpty() && timedOutCalls.isEmpty();
    }

    /** Returns whether the last decision is {@linkplain ReloadResult#isInEffect in effect}; true if there is none. */
    public boolean isLastInEffect() {
        return lastResult().map(entry -> entry.result().isInEffect()).orElse(true);
    }

    /**
     * Returns whether a source held something else than what is in force when it was last read for a start or a reload: the edit was
     * refused, waits for a restart, or was taken back by a rollback.
     */
    public boolean sourceDiffers() {
        return stored.sourceDiffers();
    }

    /** Returns why automatic requests are refused; empty if they are not. */
    public Optional<AutomaticHold> hold() {
        return Optional.ofNullable(stored.hold());
    }

    /** Returns the number of the last decision, 0 if there is none. */
    public long sequence() {
        return stored.sequence();
    }

    /** Returns the transaction that is running. */
    public Optional<Running> running() {
        return running;
    }

    /** Returns the newest requested document that was applied, equals the one in force, or waits for a restart. */
    public Optional<DocumentState> desired() {
        return stored.desiredState();
    }

    /** Returns what is in force. */
    public Optional<DocumentState> effective() {
        return stored.effectiveState();
    }

    /** Returns the last decision. */
    public Optional<HistoryEntry> lastResult() {
        return Optional.ofNullable(stored.last());
    }

    /** Returns the last decision that refused a request. */
    public Optional<HistoryEntry> lastRejected() {
        return Optional.ofNullable(stored.lastRejected());
    }

    /** Returns the paths in which what is desired differs from what is in force. */
    public List<ConfigPath> pendingRestart() {
        return pendingRestart;
    }

    /**
     * Returns the paths that differ and need no restart themselves. They wait for those that do, unless a request in mode
     * {@link ReloadMode#HOT} applies them.
     */
    public List<ConfigPath> blockedByRestart() {
        return blockedByRestart;
    }

    /** Returns what was retired and is not closed yet, the oldest first. */
    public List<RetiredGeneration> retired() {
        return retired;
    }

    /** Returns the newest failures to close what was retired. */
    public List<CloseResult.Failed> closeFailures() {
        return closeFailures;
    }

    /** Returns the participants that an earlier failure left in an unknown state; the next reload calls them. */
    public List<String> degraded() {
        return degraded;
    }

    /** Returns the calls of host code that timed out and have not returned. */
    public List<TimedOutCall> timedOutCalls() {
        return timedOutCalls;
    }

    /** Returns the listeners that are over their budget, missed decisions or failed. */
    public List<ListenerTrouble> listenerTroubles() {
        return listenerTroubles;
    }

    /** Returns the documented form for programs; the package comment lists the fields. */
    public Map<String, Object> toMap() {
        return ReportMaps.of(this);
    }

    /** Returns the form for programs as JSON in one line, in which each decision is its summary. */
    @Override
    public String toString() {
        return JsonText.compact(ReportMaps.inShort(this));
    }

    /**
     * A transaction that is running.
     *
     * @param actor the person or program that requested it
     * @param phase its phase
     * @param age how long it has been running, in monotonic time
     */
    public record Running(String actor, ReloadPhase phase, Duration age) {

        /** Rejects nulls. */
        public Running {
            requireNonNull(actor, "actor");
            requireNonNull(phase, "phase");
            requireNonNull(age, "age");
        }
    }

    /**
     * A document, without its content.
     *
     * @param revision the revision in which it came into force, wholly or with changes deferred; empty if it did not
     * @param contentId the identifier of its content, see {@link dev.agentreload.core.config.ConfigDocument#contentId}
     */
    public record DocumentState(OptionalLong revision, String contentId) {

        /** Rejects nulls. */
        public DocumentState {
            requireNonNull(revision, "revision");
            requireNonNull(contentId, "contentId");
        }
    }

    /**
     * A call of host code that timed out and has not returned.
     *
     * @param participant whose code it is
     * @param phase which step
     * @param thread the name of the thread it runs on
     * @param age how long it has been running, in monotonic time
     */
    public record TimedOutCall(String participant, ReloadPhase phase, String thread, Duration age) {

        /** Rejects nulls. */
        public TimedOutCall {
            requireNonNull(participant, "participant");
            requireNonNull(phase, "phase");
            requireNonNull(thread, "thread");
            requireNonNull(age, "age");
        }
    }

    /**
     * A listener that keeps its events waiting, or fails.
     *
     * @param listener its name
     * @param lastCall how long its current or last call takes or took, in monotonic time
     * @param waiting how many events wait for it
     * @param dropped how many events it missed since too many waited
     * @param failure what its last failure was; empty if it never failed
     */
    public record ListenerTrouble(
            String listener, Duration lastCall, int waiting, long dropped, Optional<String> failure) {

        /** Rejects nulls. */
        public ListenerTrouble {
            requireNonNull(listener, "listener");
            requireNonNull(lastCall, "lastCall");
            requireNonNull(failure, "failure");
        }
    }
}
