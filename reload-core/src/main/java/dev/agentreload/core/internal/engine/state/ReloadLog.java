// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.agentreload.core.apply.CloseReport;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.runtime.CallbackFailures;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Writes the lines of a reloader. What a logger throws changes nothing. <em>Safe for use by multiple threads.</em> */
public final class ReloadLog {

    private final Logger logger;
    private final Set<ReloadAction> ignored;

    /**
     * Creates the log.
     *
     * @param ignored the actions for which the host does nothing
     */
    public ReloadLog(Logger logger, Set<ReloadAction> ignored) {
        this.logger = logger;
        this.ignored = ImmutableSet.copyOf(ignored);
    }

    /** Writes one line with the actions and all warnings; the stack trace of a step that failed is a line for debugging. */
    public void decided(HistoryEntry entry) {
        ReloadResult result = entry.result();
        line(
                level(result.kind()),
                () -> entry.actor() + ": " + result.summary() + actions(result) + warnings(result.warnings()));
        failure(result)
                .ifPresent(failed -> trace(failed.phase() + " of [" + failed.participant() + "]", failed.cause()));
        notes(entry.notes());
    }

    private String actions(ReloadResult result) {
        List<ReloadAction> actions = result instanceof ReloadResult.Applied applied
                ? applied.plan().map(ReloadPlan::actions).orElse(ImmutableList.of())
                : ImmutableList.of();
        return actions.isEmpty() ? "" : "; actions: " + String.join(", ", Lists.transform(actions, this::name));
    }

    private String name(ReloadAction action) {
        if (ignored.contains(action)) {
            return action.id() + " (ignored)";
        }
        return action.kind() == ReloadAction.Kind.RELOAD_MODELS
                ? action.id() + " (model registry reloaded)"
                : action.id();
    }

    private static String warnings(List<ConfigProblem> warnings) {
        return warnings.isEmpty()
                ? ""
                : "; warnings: "
                        + warnings.stream().map(ConfigProblem::toString).collect(Collectors.joining("; "));
    }

    private static Optional<StepFailure> failure(ReloadResult result) {
        if (result instanceof ReloadResult.RolledBack rolledBack) {
            return Optional.of(rolledBack.failure());
        }
        return result instanceof ReloadResult.RestoreFailed failed ? Optional.of(failed.failure()) : Optional.empty();
    }

    /** Reports what the host's {@code close()} could not wait for. */
    public void unclean(CloseReport report) {
        line(Level.WARNING, "closed, but not all of it: " + JsonText.compact(report.toMap()));
    }

    /** Reports what went wrong beside the result; secrets in it are masked. */
    public void notes(List<String> notes) {
        notes.forEach(note -> line(Level.WARNING, note));
    }

    private static Level level(ReloadResult.Kind kind) {
        return switch (kind) {
            case APPLIED -> Level.INFO;
            case INVALID, RESTART_REQUIRED, ROLLED_BACK, STALE, BUSY -> Level.WARNING;
            case RESTORE_FAILED -> Level.ERROR;
            case UNCHANGED, SUPERSEDED, STILL_RUNNING, NOT_STARTED, DISABLED -> Level.DEBUG;
        };
    }

    public void late(String participant, ReloadPhase phase) {
        line(Level.WARNING, "[" + participant + "] answered after it timed out, its result went to " + phase);
    }

    /** The message of what was thrown may quote secrets of a document that is no longer known, so only its type is reported. */
    public void lateFailure(String participant, ReloadPhase phase, Throwable failure) {
        failed(phase + " of [" + participant + "] after it timed out", failure);
    }

    void listenerFailed(String listener, Throwable failure) {
        failed("listener [" + listener + "]", failure);
    }

    void closeFailed(String resource, Throwable failure) {
        failed("close of [" + resource + "]", failure);
    }

    void overdue(String status) {
        line(Level.WARNING, "still in use after its deadline: " + status);
    }

    private void failed(String what, Throwable failure) {
        line(Level.WARNING, what + " failed: " + failure.getClass().getName());
    }

    private void line(Level level, String text) {
        line(level, () -> text);
    }

    /** The text of a decision names the content of two documents, which takes a pass over each, so it is made for a reader only. */
    private void line(Level level, Supplier<String> text) {
        guarded(() -> {
            if (logger.isLoggable(level)) {
                logger.log(level, text.get());
            }
        });
    }

    /** Secrets in the message are masked, as in the result. */
    private void trace(String what, Throwable cause) {
        guarded(() -> logger.log(Level.DEBUG, "stack trace of " + what, cause));
    }

    private static void guarded(Runnable logging) {
        try {
            logging.run();
        } catch (Throwable failure) {
            CallbackFailures.rethrowIfFatal(failure); // a line that cannot be written changes nothing
        }
    }
}
