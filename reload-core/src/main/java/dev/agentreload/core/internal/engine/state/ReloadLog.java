package dev.agentreload.core.internal.engine.state;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.internal.engine.call.Failures;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Writes the lines of a reloader. What a logger throws changes nothing. <em>Safe for use by multiple threads.</em> */
public final class ReloadLog {

    private final Logger logger;

    public ReloadLog(Logger logger) {
        this.logger = logger;
    }

    public void decided(HistoryEntry entry) {
        line(level(entry.result().kind()), entry.actor() + ": " + entry.result().summary());
        notes(entry.notes());
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
        line(Level.WARNING, "[" + participant + "] answered after it was given up, its result went to " + phase);
    }

    /** The message of what was thrown may quote secrets of a document that is no longer known, so only its type is reported. */
    public void lateFailure(String participant, ReloadPhase phase, Throwable failure) {
        failed(phase + " of [" + participant + "] after it was given up", failure);
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
        try {
            logger.log(level, text);
        } catch (Throwable failure) {
            if (failure instanceof VirtualMachineError error && Failures.isFatal(failure)) {
                throw error;
            }
        }
    }
}
