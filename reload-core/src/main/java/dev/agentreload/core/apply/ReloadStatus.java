package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.lease.CloseResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of a reloader at one moment. <em>Immutable.</em>
 *
 * @param state its place in the life cycle
 * @param sequence the number of the last decision, 0 if there is none
 * @param running the transaction that is running
 * @param desired the newest requested document that was applied, equals the one in force, or waits for a restart
 * @param effective what is in force
 * @param lastResult the last decision
 * @param lastRejected the last decision that refused a request
 * @param pendingRestart the paths in which what is desired differs from what is in force
 * @param retired what was retired and is not closed yet, the oldest first
 * @param closeFailures the newest failures to close what was retired
 * @param degraded participants that an earlier failure left in an unknown state; the next reload calls them
 * @param stuckCalls calls of host code that timed out and have not returned
 * @param listenerTroubles listeners that are over their budget, missed decisions or failed
 */
public record ReloadStatus(
        ReloaderState state,
        long sequence,
        Optional<Running> running,
        Optional<DocumentState> desired,
        Optional<DocumentState> effective,
        Optional<HistoryEntry> lastResult,
        Optional<HistoryEntry> lastRejected,
        List<ConfigPath> pendingRestart,
        List<RetiredGeneration> retired,
        List<CloseResult.Failed> closeFailures,
        List<String> degraded,
        List<StuckCall> stuckCalls,
        List<ListenerTrouble> listenerTroubles) {

    /** Copies the lists. */
    public ReloadStatus {
        requireNonNull(state, "state");
        requireNonNull(running, "running");
        requireNonNull(desired, "desired");
        requireNonNull(effective, "effective");
        requireNonNull(lastResult, "lastResult");
        requireNonNull(lastRejected, "lastRejected");
        pendingRestart = ImmutableList.copyOf(pendingRestart);
        retired = ImmutableList.copyOf(retired);
        closeFailures = ImmutableList.copyOf(closeFailures);
        degraded = ImmutableList.copyOf(degraded);
        stuckCalls = ImmutableList.copyOf(stuckCalls);
        listenerTroubles = ImmutableList.copyOf(listenerTroubles);
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
    public record StuckCall(String participant, ReloadPhase phase, String thread, Duration age) {

        /** Rejects nulls. */
        public StuckCall {
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
