package dev.agentreload.core.apply;

import dev.agentreload.core.source.WatchOutcome;

/** Tells a watcher whether content was decided about, or is to be tried again. */
final class WatchAnswer {

    private WatchAnswer() {}

    /** What failed for another reason than its content may work later, though nobody changes it. */
    static WatchOutcome of(ReloadResult result) {
        return switch (result.kind()) {
            case APPLIED, UNCHANGED, RESTART_REQUIRED, INVALID, STALE, SUPERSEDED, DISABLED -> WatchOutcome.DECIDED;
            case ROLLED_BACK, RESTORE_FAILED, BUSY, STILL_RUNNING -> WatchOutcome.RETRY;
            case NOT_STARTED ->
                ((ReloadResult.NotStarted) result).state() == ReloaderState.CLOSED
                        ? WatchOutcome.DECIDED
                        : WatchOutcome.RETRY;
        };
    }
}
