// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigWatcher;
import dev.agentreload.core.source.SourceChange;
import dev.agentreload.core.source.WatchStatus;
import dev.agentreload.testkit.fake.FakeConfigSource;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.fake.ManualScheduler;
import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.fake.RecordingChangeHandler;
import dev.agentreload.testkit.fake.RecordingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Drives a real watcher and a real reloader by hand: from a change of the source to the notification of listeners. */
class WatchingWithFakesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final ManualTime time = new ManualTime();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final FakeConfigSource source = FakeConfigSource.of("config.json", "{hooks: 1}");
    private final FakeParticipant hooks = new FakeParticipant("hooks", leaks.journal(), "reload-hooks");
    private final Reloader reloader =
            Reloader.builder(time.runtime(Runnable::run)).participant(hooks).build();
    private final RecordingChangeHandler handler =
            new RecordingChangeHandler(reloader.changeHandler("watcher", Runnable::run));
    private final List<HistoryEntry> passedOn = new ArrayList<>();
    private final RecordingListener decisions = new RecordingListener(passedOn::add);
    private final ConfigWatcher watcher = ConfigWatcher.builder(
                    source, HostRuntime.of(Runnable::run, scheduler).withTicker(time), handler)
            .build();

    @BeforeEach
    void start() {
        assertThat(reloader.start(source)).isApplied();
        reloader.view().subscribe("test", decisions);
        watcher.expect(source.snapshot().hash());
        watcher.start();
        scheduler.advance(SECOND);
        assertThat(handler.changes()).isEmpty();
        assertThat(decisions.drainEntries()).isEmpty();
    }

    @AfterEach
    void close() {
        watcher.close();
        assertThat(reloader.close(SECOND).isClean()).isTrue();
    }

    @Test
    void change_afterTheDebounceTime_isAppliedAndReported() throws Exception {
        source.write("{hooks: 2}");
        scheduler.advance(Duration.ofMillis(1_299));
        assertThat(handler.changes()).isEmpty();

        scheduler.advance(Duration.ofMillis(1));

        assertThat(handler.changes()).extracting(SourceChange::attempt).containsExactly(1);
        HistoryEntry entry = decisions.awaitNext(SECOND);
        assertThat(entry.result()).isApplied().hasRevision(2).plan().hasActions("reload-hooks");
        assertThat(entry.actor()).isEqualTo("watcher");
        assertThat(entry.at()).isEqualTo(Instant.parse("2026-01-01T00:00:02.300Z"));
        assertThat(passedOn).containsExactly(entry);
        assertThat(decisions.entries()).isEmpty();
    }

    @Test
    void wallClockThatIsSetBack_changesNoWait() {
        source.write("{hooks: 2}");
        scheduler.advance(SECOND);
        time.setClockBy(Duration.ofHours(-1));

        scheduler.advance(Duration.ofMillis(300));

        assertThat(handler.changes()).hasSize(1);
    }

    @Test
    void partThatFails_isTriedAgainAfterAWhile() {
        hooks.script().next(FakeParticipant.Step.PREPARE).fail(new IllegalStateException("planned"));
        source.write("{hooks: 2}");
        scheduler.advance(Duration.ofMillis(1_300));
        assertThat(watcher.status().phase()).isEqualTo(WatchStatus.Phase.RETRYING);

        scheduler.advance(SECOND);

        assertThat(handler.changes()).extracting(SourceChange::attempt).containsExactly(1, 2);
        assertThat(decisions.drainEntries())
                .extracting(entry -> entry.result().summary())
                .first()
                .isEqualTo("rolled back: prepare of [hooks] failed: IllegalStateException: planned");
    }

    @Test
    void contentThatIsRefused_isHandedOverOnce() {
        source.refuse(ConfigProblem.error(
                ConfigPath.root(), SourcePosition.of("config.json"), "not today", "expected patience"));

        scheduler.advance(Duration.ofMinutes(1));

        assertThat(decisions.drainEntries())
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.result()).hasProblems("not today at $ (config.json); expected patience"));
        assertThat(source.readings()).isEqualTo(2);
    }

    @Test
    void missingContent_isReportedAfterTheMaximumWait() {
        source.remove();
        scheduler.advance(Duration.ofMillis(5_999));
        assertThat(decisions.entries()).isEmpty();

        scheduler.advance(Duration.ofMillis(1));

        assertThat(decisions.drainEntries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.result())
                        .hasProblems("the content is missing at $ (config.json); expected a document"));
    }

    @Test
    void sourceThatThrows_isPolledAgain() {
        source.script().next(FakeConfigSource.Step.SNAPSHOT).fail(new IllegalStateException("planned"));
        scheduler.advance(SECOND);
        assertThat(watcher.status().failure()).isPresent();

        scheduler.advance(SECOND);

        assertThat(watcher.status().failure()).isEmpty();
        assertThat(scheduler.failures()).isEmpty();
    }

    @Test
    void decisionThatNeverComes_isMissedWithAMessage() {
        assertThatThrownBy(() -> decisions.awaitNext(Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("nothing was decided within 1 ms");
        assertThat(decisions).hasToString("RecordingListener[0 entries]");
    }
}
