// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.source.ChangeHandler;
import dev.agentreload.core.source.SourceChange;
import dev.agentreload.core.source.WatchOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Submits each change that a watcher finds as an automatic request. <em>Safe for use by multiple threads.</em> */
final class ReloadOnChange implements ChangeHandler {

    private final Reloader reloader;
    private final String actor;
    private final Executor executor;

    ReloadOnChange(Reloader reloader, String actor, Executor executor) {
        this.reloader = reloader;
        this.actor = requireNonNull(actor, "actor");
        this.executor = requireNonNull(executor, "executor");
    }

    @Override
    public CompletionStage<WatchOutcome> changed(SourceChange change) {
        return CompletableFuture.supplyAsync(
                        () -> reloader.submit(ReloadRequest.automatic(change.source(), actor)), executor)
                .thenCompose(result -> result)
                .thenApply(ReloadOnChange::outcome);
    }

    private static WatchOutcome outcome(ReloadResult result) {
        return switch (result.kind()) {
            case APPLIED, UNCHANGED, RESTART_REQUIRED, INVALID, STALE, SUPERSEDED, DISABLED -> WatchOutcome.HANDLED;
            case ROLLED_BACK, RESTORE_FAILED, BUSY, STILL_RUNNING -> WatchOutcome.RETRY;
            case NOT_STARTED ->
                ((ReloadResult.NotStarted) result).state() == ReloaderState.CLOSED
                        ? WatchOutcome.HANDLED
                        : WatchOutcome.RETRY;
        };
    }
}
