// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The result of a request. <em>Immutable.</em> */
public sealed interface ReloadResult {

    /** The kinds of results, one for each permitted type, so that Java 17 hosts can switch exhaustively. */
    enum Kind {
        APPLIED,
        UNCHANGED,
        RESTART_REQUIRED,
        INVALID,
        ROLLED_BACK,
        RESTORE_FAILED,
        STALE,
        SUPERSEDED,
        BUSY,
        STILL_RUNNING,
        NOT_STARTED,
        DISABLED
    }

    /** Returns the kind of this result. */
    Kind kind();

    /** Returns what happened and why, in one line for people. */
    String summary();

    /** Returns whether what was requested is in force, except for changes that wait for a restart: applied now or before. */
    default boolean isInEffect() {
        return kind() == Kind.APPLIED || kind() == Kind.UNCHANGED;
    }

    /**
     * Returns this result if what was requested is {@linkplain #isInEffect in effect}.
     *
     * @throws ReloadFailedException if it is not
     */
    default ReloadResult orThrow() {
        if (!isInEffect()) {
            throw new ReloadFailedException(this);
        }
        return this;
    }

    /** Returns the documented form for programs; the package comment lists the fields. */
    default Map<String, Object> toMap() {
        return ReportMaps.of(this);
    }

    /** Returns what participants warned of, as far as the request came. */
    default List<ConfigProblem> warnings() {
        return ImmutableList.of();
    }

    /**
     * The change is in effect.
     *
     * @param revision the number of the new revision
     * @param plan what was applied; empty for the start
     * @param pending the paths whose changes wait for a restart
     * @param warnings what participants warned of
     */
    record Applied(long revision, Optional<ReloadPlan> plan, List<ConfigPath> pending, List<ConfigProblem> warnings)
            implements ReloadResult {

        /** Copies the lists. */
        public Applied {
            requireNonNull(plan, "plan");
            pending = ImmutableList.copyOf(pending);
            warnings = ImmutableList.copyOf(warnings);
        }

        @Override
        public Kind kind() {
            return Kind.APPLIED;
        }

        @Override
        public String summary() {
            return "applied revision " + revision
                    + plan.map(made -> ": " + made).orElse(": started")
                    + ResultText.counted(", pending restart", pending.size())
                    + ResultText.counted(", warnings", ConfigProblem.count(warnings, ConfigProblem.Severity.WARNING));
        }
    }

    /**
     * There is nothing to apply.
     *
     * @param revision the revision in force
     * @param pending the paths whose changes wait for a restart
     */
    record Unchanged(long revision, List<ConfigPath> pending) implements ReloadResult {

        /** Copies the list. */
        public Unchanged {
            pending = ImmutableList.copyOf(pending);
        }

        @Override
        public Kind kind() {
            return Kind.UNCHANGED;
        }

        @Override
        public String summary() {
            return "unchanged at revision " + revision + ResultText.counted(", pending restart", pending.size());
        }
    }

    /**
     * The change needs a restart, and nothing of it was applied.
     *
     * @param plan says which paths need it, and why
     * @param dependencies what would be wrong if the rest of the change were applied without the deferred part; empty unless
     *     that is the reason
     * @param warnings what participants warned of
     */
    record RestartRequired(ReloadPlan plan, List<ConfigProblem> dependencies, List<ConfigProblem> warnings)
            implements ReloadResult {

        /** Copies the lists. */
        public RestartRequired {
            requireNonNull(plan, "plan");
            dependencies = ImmutableList.copyOf(dependencies);
            warnings = ImmutableList.copyOf(warnings);
        }

        @Override
        public Kind kind() {
            return Kind.RESTART_REQUIRED;
        }

        @Override
        public String summary() {
            return "restart required" + ResultText.because(plan) + ResultText.listed("; without it", dependencies);
        }
    }

    /**
     * The configuration is not valid, and nothing of it was applied.
     *
     * @param problems all that is wrong, and warnings
     */
    record Invalid(List<ConfigProblem> problems) implements ReloadResult {

        /** Copies the list. */
        public Invalid {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public String summary() {
            return "invalid" + ResultText.listed("", problems);
        }
    }

    /**
     * A step failed; what was in force before is in force.
     *
     * @param failure which step, and why
     * @param outages which exclusive participants did not run meanwhile
     * @param warnings what participants warned of before
     */
    record RolledBack(StepFailure failure, List<Outage> outages, List<ConfigProblem> warnings) implements ReloadResult {

        /** Copies the lists. */
        public RolledBack {
            requireNonNull(failure, "failure");
            outages = ImmutableList.copyOf(outages);
            warnings = ImmutableList.copyOf(warnings);
        }

        /** Returns whose step failed. */
        public String participant() {
            return failure.participant();
        }

        /** Returns which step failed. */
        public ReloadPhase phase() {
            return failure.phase();
        }

        /** Returns why the step failed; secrets in it are masked. */
        public Throwable cause() {
            return failure.cause();
        }

        @Override
        public Kind kind() {
            return Kind.ROLLED_BACK;
        }

        @Override
        public String summary() {
            return "rolled back: " + failure + ResultText.listed("", outages);
        }
    }

    /**
     * A step failed, and not everything could be brought back. The next reload tries again, whatever it changes.
     *
     * @param failure which step failed first, and why
     * @param unrestored what could not be brought back, and why
     * @param outages which exclusive participants did not run meanwhile, or do not run
     * @param warnings what participants warned of before
     */
    record RestoreFailed(
            StepFailure failure, List<StepFailure> unrestored, List<Outage> outages, List<ConfigProblem> warnings)
            implements ReloadResult {

        /** Copies the lists. */
        public RestoreFailed {
            requireNonNull(failure, "failure");
            unrestored = ImmutableList.copyOf(unrestored);
            outages = ImmutableList.copyOf(outages);
            warnings = ImmutableList.copyOf(warnings);
        }

        @Override
        public Kind kind() {
            return Kind.RESTORE_FAILED;
        }

        @Override
        public String summary() {
            return "restore failed" + ResultText.listed("", unrestored) + ", after " + failure;
        }
    }

    /**
     * A plan does not fit what is in force any more.
     *
     * @param mismatch what does not fit
     * @param between what has changed since the plan was made: from its base to the document in force
     */
    record Stale(Mismatch mismatch, ReloadPlan between) implements ReloadResult {

        /** What does not fit. */
        public enum Mismatch {
            /** The plan's base is not the document in force. */
            OTHER_BASE,
            /** The plan was made with another rule table. */
            OTHER_RULES
        }

        /** Rejects nulls. */
        public Stale {
            requireNonNull(mismatch, "mismatch");
            requireNonNull(between, "between");
        }

        @Override
        public Kind kind() {
            return Kind.STALE;
        }

        @Override
        public String summary() {
            return switch (mismatch) {
                case OTHER_BASE -> "stale plan" + ResultText.changedSince(between);
                case OTHER_RULES -> "stale plan: it was made with another rule table";
            };
        }
    }

    /** A newer automatic request took the place of this one before its turn came. */
    record Superseded() implements ReloadResult {

        @Override
        public Kind kind() {
            return Kind.SUPERSEDED;
        }

        @Override
        public String summary() {
            return "superseded by a newer request";
        }
    }

    /**
     * The request was refused because of the current state. A later request may succeed.
     *
     * @param reason the current state
     */
    record Busy(Reason reason) implements ReloadResult {

        /** Why a request is refused for the moment. */
        public enum Reason {
            /** Another transaction is running. */
            TRANSACTION_RUNNING("another transaction is running"),
            /** The request comes from inside host code that the reloader called, which must not wait for a reload. */
            INSIDE_HOST_CODE("a request from inside a participant or listener is refused"),
            /** As many retired generations are in use as the host allows. */
            TOO_MANY_RETIRED("too many retired generations are in use"),
            /** A rollback went back to an earlier configuration, and the source was not released since. */
            HELD("automatic requests are held after a rollback");

            private final String text;

            Reason(String text) {
                this.text = text;
            }
        }

        /** Rejects nulls. */
        public Busy {
            requireNonNull(reason, "reason");
        }

        @Override
        public Kind kind() {
            return Kind.BUSY;
        }

        @Override
        public String summary() {
            return "busy: " + reason.text;
        }
    }

    /** The time of the caller is over; the request is decided later, and history will have it. */
    record StillRunning() implements ReloadResult {

        @Override
        public Kind kind() {
            return Kind.STILL_RUNNING;
        }

        @Override
        public String summary() {
            return "still running";
        }
    }

    /**
     * The reloader was not started yet, or is closed.
     *
     * @param state which of both
     */
    record NotStarted(ReloaderState state) implements ReloadResult {

        /** Rejects nulls. */
        public NotStarted {
            requireNonNull(state, "state");
        }

        @Override
        public Kind kind() {
            return Kind.NOT_STARTED;
        }

        @Override
        public String summary() {
            return state == ReloaderState.CLOSED ? "the reloader is closed" : "the reloader is not started";
        }
    }

    /** Reloading is switched off. */
    record Disabled() implements ReloadResult {

        @Override
        public Kind kind() {
            return Kind.DISABLED;
        }

        @Override
        public String summary() {
            return "reloading is off";
        }
    }
}
