// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.testkit.fake.FakeExclusiveParticipant;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReloadRunnerTest {

    private static final String ONE = "{hooks: {path: '/one'}}";
    private static final String TWO = "{hooks: {path: '/two'}}";

    private final ResourceJournal journal = new ResourceJournal();
    private final FakeParticipant hooks = new FakeParticipant("hooks", journal, "reload-hooks");
    private final ReloadRunner runner = ReloadRunner.of(ONE).journal(journal).participant(hooks);

    @Test
    void run_testThatPasses_startsReloadsAndCloses() {
        runner.run(reload -> {
            assertThat(reload.started()).isApplied().hasRevision(1);
            assertThat(reload.dryRun(TWO).blockedBy()).isEmpty();
            assertThat(reload.to(TWO)).isApplied().hasRevision(2);
            assertThat(reload.rollback()).isApplied().hasRevision(3);
            assertThat(reload.to(ConfigDocument.parse("other.json", ONE))).isUnchanged();
            assertThat(reload.to("{hooks: ")).isInvalid();
        });

        assertThat(journal.open()).isEmpty();
        assertThat(hooks.current()).isEmpty();
    }

    @Test
    void run_participantThatIsMadeForIt_writesItsJournal() {
        List<String> built = new ArrayList<>();

        ReloadRunner.of(ONE)
                .participant(own -> new FakeParticipant("hooks", own, "reload-hooks"))
                .run(reload -> built.addAll(reload.journal().open()));

        assertThat(built).containsExactly("hooks#1");
    }

    @Test
    void run_startThatFails_isAValue() {
        hooks.script().next(FakeParticipant.Step.PREPARE).fail(new IOException("planned"));

        runner.run(reload -> {
            assertThat(reload.started()).isRolledBackBy("hooks").cause().hasMessage("planned");
            assertThat(reload.start()).isApplied();
        });
    }

    @Test
    void run_startThatFailedUnchecked_fails() {
        hooks.script().next(FakeParticipant.Step.PREPARE).fail(new IOException("planned"));

        assertThatThrownBy(() -> runner.run(reload -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("[start]")
                .hasMessageContaining("rolled back: prepare of [hooks] failed: IOException: planned");
    }

    @Test
    void run_testThatFails_stillCloses() {
        IllegalStateException planned = new IllegalStateException("planned");

        assertThatThrownBy(() -> runner.run(reload -> {
                    throw planned;
                }))
                .isSameAs(planned)
                .hasNoSuppressedExceptions();

        assertThat(journal).hasNoLeaks();
        assertThat(journal.entries()).contains("close hooks#1");
    }

    @Test
    void run_testThatLeavesSomethingOpen_fails() {
        assertThatThrownBy(() -> runner.run(reload -> journal.created("port", new Object())))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("still open: [port#1]");
    }

    @Test
    void run_closeThatFails_fails() {
        FakeExclusiveParticipant port = new FakeExclusiveParticipant("port", journal, "restart-cron");

        assertThatThrownBy(() -> runner.participant(port)
                        .run(reload -> port.script()
                                .next(FakeExclusiveParticipant.Step.STOP)
                                .fail(new IllegalStateException("planned"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the reloader did not close cleanly")
                .hasMessageContaining("planned");
    }

    @Test
    void run_settings_areTheReloaders() {
        runner.ignoring("restart-cron").with(builder -> builder.historySize(2)).run(reload -> {
            assertThat(reload.to("{hooks: {path: '/one'}, cron: 1}")).isApplied();
            assertThat(reload.to("{hooks: {path: '/one'}, cron: 2}")).isApplied();
            assertThat(reload.view().history())
                    .extracting(HistoryEntry::sequence)
                    .containsExactly(2L, 3L);
        });
    }

    @Test
    void open_run_isNotStarted() {
        try (ReloadRun run = runner.open()) {
            assertThat(run.view().status().state()).isEqualTo(ReloaderState.NEW);
            assertThatThrownBy(run::started).hasMessage("the reloader was not started");
            assertThatThrownBy(runner::open).hasMessage("a runner runs once");
        }
    }
}
