// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.ConfigSource;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of requests that timed out, were superseded or refused can be collected, even if the status is never read. */
@Timeout(60)
class ReachabilityTest {

    private static final int MOST_COLLECTIONS = 200;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private WeakReference<Object> watch(Object object) {
        return new WeakReference<>(object, collected);
    }

    private void assertCollected(WeakReference<?> reference) throws InterruptedException {
        for (int i = 0; i < MOST_COLLECTIONS && !reference.refersTo(null); i++) {
            System.gc();
            collected.remove(5);
        }
        assertThat(reference.get()).isNull();
    }

    private static ConfigSource holding(Supplier<ConfigDocument> document) {
        return ConfigSource.of("test.json", () -> new ReadResult.Success(document.get()));
    }

    /** Two decisions of each kind push what was before out of history. */
    private static void forget(Stage stage) {
        for (int i = 0; i < 2; i++) {
            stage.reload("{a: 10" + i + ", b: 10" + i + "}");
            stage.script.fail("a.verify", new IllegalStateException("no answer"));
            stage.reload("{a: 20" + i + "}");
            stage.script.clear();
        }
        stage.reported.clear();
        stage.swaps.forEach(swap -> swap.built().clear());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.validate", "a.prepare", "a.verify", "b.validate", "b.stop", "b.start"})
    void callThatTimedOut_isOver_keepsNoDocument(String step) throws InterruptedException {
        LateCall.Handover executor = new LateCall.Handover(threads);
        try (Stage stage = new Stage(builder -> builder.historySize(2), executor).started("{a: 1, b: 1}")) {
            LateCall call = new LateCall(
                    stage.ticker,
                    LateCall.Ending.RETURNS,
                    step.startsWith("b") ? ReloadDeadlines.standard().cleanUp() : Duration.ZERO);
            stage.script.at(step, call);
            WeakReference<Object> document = reloadWatched(stage);
            call.release();
            stage.script.clear();
            // The participant can be called again when the call is over.
            Stage.awaitUntil(() -> stage.reload("{a: 7, b: 7}").kind() != ReloadResult.Kind.ROLLED_BACK);
            forget(stage);

            assertCollected(document);
        }
    }

    private WeakReference<Object> reloadWatched(Stage stage) {
        ConfigDocument document = Stage.document("{a: 2, b: 2}");
        assertThat(stage.reload(document).kind()).isIn(ReloadResult.Kind.ROLLED_BACK, ReloadResult.Kind.RESTORE_FAILED);
        return watch(document);
    }

    @Test
    void sourceThatTimedOut_isOver_isNotKept() throws InterruptedException {
        LateCall.Handover executor = new LateCall.Handover(threads);
        try (Stage stage = new Stage(builder -> builder.historySize(2), executor).started("{a: 1}")) {
            LateCall call = new LateCall(stage.ticker, LateCall.Ending.RETURNS, Duration.ZERO);
            WeakReference<Object> source = readWatched(stage, call);
            call.release();

            assertCollected(source);
        }
    }

    private WeakReference<Object> readWatched(Stage stage, LateCall call) {
        ConfigSource source = holding(() -> {
            stage.script.at("read", call);
            stage.script.reach("read");
            return Stage.document("{a: 2}");
        });
        ReloadResult result = stage.reloader.reload(ReloadRequest.manual(source, "tester"), Stage.PATIENT);
        assertThat(Stage.rolledBack(result).phase()).isEqualTo(ReloadPhase.READ);
        stage.script.clear();
        return watch(source);
    }

    @Test
    void requestThatIsSupersededRefusedOrDropped_isNotKept() throws InterruptedException {
        List<Runnable> tasks = new ArrayList<>();
        List<CompletionStage<ReloadResult>> answers = new ArrayList<>();
        try (Stage stage = new Stage(builder -> builder.requestExecutor(tasks::add), Runnable::run).started("{a: 1}")) {
            WeakReference<Object> dropped = submitWatched(stage, answers);
            tasks.clear();
            WeakReference<Object> superseded = submitWatched(stage, answers);
            WeakReference<Object> waiting = submitWatched(stage, answers);
            assertCollected(superseded);
            assertThat(waiting.get()).isNotNull();

            stage.ticker.advance(Duration.ofSeconds(6));
            submitWatched(stage, answers);
            assertCollected(dropped);
            assertCollected(waiting);
            assertThat(answers).hasSize(4);
        }
    }

    private WeakReference<Object> submitWatched(Stage stage, List<CompletionStage<ReloadResult>> answers) {
        ConfigDocument document = Stage.document("{a: 3}");
        ConfigSource source = holding(() -> document);
        answers.add(stage.reloader.submit(ReloadRequest.automatic(source, "watcher")));
        return watch(source);
    }

    @Test
    void callThatWasNeverMade_keepsNothingThoughTheExecutorKeepsIt() throws InterruptedException {
        List<Runnable> kept = new ArrayList<>();
        boolean[] keeps = {false};
        try (Stage stage = new Stage(builder -> builder.historySize(2), task -> {
            if (keeps[0]) {
                kept.add(task);
                throw new RejectedExecutionException("full");
            }
            task.run();
        })) {
            stage.started("{a: 1, b: 1}");
            stage.script.at("a.validate", () -> keeps[0] = true);
            WeakReference<Object> document = reloadWatched(stage);
            keeps[0] = false;
            forget(stage);

            assertCollected(document);
            assertThat(kept).isNotEmpty();
        }
    }

    @Test
    void listenerThatUnsubscribed_isNotKept() throws InterruptedException {
        try (Stage stage = new Stage(builder -> builder, Runnable::run).started("{a: 1}")) {
            WeakReference<Object> listener = subscribeAndEnd(stage);
            stage.reload("{a: 2}");

            assertCollected(listener);
        }
    }

    private WeakReference<Object> subscribeAndEnd(Stage stage) {
        List<HistoryEntry> heard = new ArrayList<>();
        ReloadListener listener = heard::add;
        stage.reloader.view().subscribe("short", listener).close();
        return watch(listener);
    }

    @Test
    void formThatWasReplacedAndClosed_isNotKeptUntilTheNextReload() throws InterruptedException {
        try (Stage stage = new Stage(builder -> builder, Runnable::run).started("{a: 1}")) {
            WeakReference<Object> form = watch(stage.swap("a").built().get(0));
            stage.reload("{a: 2}");
            stage.swap("a").built().clear();

            assertCollected(form);
        }
    }

    @Test
    void closedReloader_keepsNoParticipantsForms() throws Exception {
        LateCall.Handover executor = new LateCall.Handover(threads);
        try (Stage stage = new Stage(builder -> builder, executor).started("{a: 1}")) {
            stage.reloader.close(Stage.HOUR);
            WeakReference<Object> form = watch(stage.swap("a").built().get(0));
            stage.swap("a").built().clear();

            assertCollected(form);
            assertThat(threads.submit(() -> stage.status().state()).get(20, TimeUnit.SECONDS))
                    .isEqualTo(ReloaderState.CLOSED);
        }
    }
}
