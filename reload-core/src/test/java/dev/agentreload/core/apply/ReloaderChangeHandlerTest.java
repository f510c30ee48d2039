// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.SourceChange;
import dev.agentreload.core.source.SourceHash;
import dev.agentreload.core.source.SourceSnapshot;
import dev.agentreload.core.source.WatchOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The handler by which a watcher submits requests. */
class ReloaderChangeHandlerTest extends RequestsFixture {

    @Test
    void changeHandler_returnsWhetherTheWatcherRetries() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            SourceChange change =
                    new SourceChange(Stage.source("{a: 2}"), SourceSnapshot.complete(SourceHash.of(new byte[] {1})), 1);
            stage.script.fail("a.verify", new IllegalStateException("no answer"));

            CompletionStage<WatchOutcome> failed =
                    stage.reloader.changeHandler("watcher", Runnable::run).changed(change);
            CompletionStage<WatchOutcome> applied =
                    stage.reloader.changeHandler("watcher", Runnable::run).changed(change);

            assertThat(failed.toCompletableFuture()).isCompletedWithValue(WatchOutcome.RETRY);
            assertThat(applied.toCompletableFuture()).isCompletedWithValue(WatchOutcome.HANDLED);
            assertThat(stage.reported).extracting(HistoryEntry::actor).contains("watcher");
        }
    }

    @Test
    void changeHandler_runsNothingOnTheWatchersThread() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            List<Runnable> tasks = new ArrayList<>();
            List<Thread> readers = new ArrayList<>();
            ConfigSource source = ConfigSource.of("file.json", () -> {
                readers.add(Thread.currentThread());
                return Stage.source("{a: 2}").read();
            });
            SourceChange change = new SourceChange(source, SourceSnapshot.complete(SourceHash.of(new byte[] {1})), 1);

            CompletionStage<WatchOutcome> outcome =
                    stage.reloader.changeHandler("watcher", tasks::add).changed(change);

            assertThat(readers).isEmpty();
            assertThat(outcome.toCompletableFuture()).isNotDone();
            tasks.forEach(Runnable::run);
            assertThat(readers).hasSize(1);
            assertThat(outcome.toCompletableFuture()).isCompletedWithValue(WatchOutcome.HANDLED);
        }
    }
}
