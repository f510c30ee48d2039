// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** Threads that call a reloader, and requests for them. */
abstract class RequestsFixture {

    final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void stopCallers() {
        callers.shutdownNow();
    }

    static ReloadRequest automatic(String json) {
        return ReloadRequest.automatic(Stage.source(json), "watcher");
    }

    static ReloadRequest explicit(String json) {
        return ReloadRequest.manual(Stage.source(json), "tester");
    }

    static CompletableFuture<ReloadResult> future(CompletionStage<ReloadResult> stage) {
        return stage.toCompletableFuture();
    }
}
