// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drives a real reloader over the fakes of both kinds of participants. */
@Timeout(60)
class FakeParticipantTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final IllegalStateException planned = new IllegalStateException("planned");
    private final ResourceJournal journal = leaks.journal();
    private final ManualTime time = new ManualTime();
    private final FakeConfigSource source = FakeConfigSource.of("config.json", "{hooks: 1, cron: 1}");
    private final FakeParticipant hooks = new FakeParticipant("hooks", journal, "reload-hooks");
    private final FakeExclusiveParticipant cron = new FakeExclusiveParticipant("cron", journal, "restart-cron");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Reloader reloader = Reloader.builder(time.runtime(threads))
            .participant(hooks)
            .participant(cron)
            .build();

    @AfterEach
    void close() throws Exception {
        reloader.close(LONG);
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    private void start() {
        assertThat(reloader.start(source)).isApplied();
        journal.drainEntries();
    }

    private ReloadResult reload() {
        source.write("{hooks: 2, cron: 2}");
        return reloader.reload(ReloadRequest.manual(source, "tester"), LONG);
    }

    private static ConfigDocument document(int number) {
        return ConfigDocument.parse("config.json", "{hooks: %1$d, cron: %1$d}".formatted(number));
    }

    @Test
    void reload_ofBoth_isJournaledStepByStep() {
        start();

        assertThat(reload()).isApplied().hasRevision(2);

        assertThat(journal.drainEntries())
                .containsExactly(
                        "validate hooks",
                        "validate cron",
                        "prepare hooks",
                        "create hooks#2",
                        "verify hooks",
                        "stop cron",
                        "close cron#1",
                        "start cron",
                        "create cron#2",
                        "commit hooks",
                        "close hooks#1");
        assertThat(hooks.current()).contains(document(2));
        assertThat(cron.running()).contains(document(2));
        assertThat(reloader.close(LONG).isClean()).isTrue();
        assertThat(journal.entries()).containsExactly("stop cron", "close cron#2", "retireAll hooks", "close hooks#2");
        assertThat(hooks.current()).isEmpty();
        assertThat(cron.running()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"VALIDATE, VALIDATE", "PREPARE, PREPARE", "VERIFY, VERIFY", "COMMIT, COMMIT"})
    void step_ofTheSwapPartThatFails_isRolledBack(FakeParticipant.Step step, ReloadPhase phase) {
        start();
        hooks.script().next(step).fail(planned);

        assertThat(reload()).isRolledBackBy("hooks").inPhase(phase).cause().isSameAs(planned);

        assertThat(hooks.current()).contains(document(1));
        assertThat(cron.running()).contains(document(1));
        assertThat(hooks.script().isExhausted()).isTrue();
        assertThat(reload()).isApplied();
    }

    @ParameterizedTest
    @CsvSource({"VALIDATE, VALIDATE, ''", "STOP, STOP, cron", "START, START, cron"})
    void step_ofTheExclusivePartThatFails_isRolledBack(
            FakeExclusiveParticipant.Step step, ReloadPhase phase, String outages) {
        start();
        cron.script().next(step).fail(planned);

        assertThat(reload())
                .isRolledBackBy("cron")
                .inPhase(phase)
                .hasOutagesOf(outages.isEmpty() ? new String[0] : new String[] {outages});

        assertThat(hooks.current()).contains(document(1));
        assertThat(cron.running()).contains(document(1));
        assertThat(reload()).isApplied();
    }

    @Test
    void restore_thatFailsToo_isReportedAndHealedByTheNextReload() {
        start();
        cron.script()
                .next(FakeExclusiveParticipant.Step.START)
                .fail(planned)
                .next(FakeExclusiveParticipant.Step.START)
                .fail(planned);

        assertThat(reload()).failedToRestore("cron").inPhase(ReloadPhase.START);

        assertThat(cron.running()).isEmpty();
        assertThat(reload()).isApplied();
        assertThat(cron.running()).contains(document(2));
    }

    @Test
    void rollback_thatFails_isRestoreFailed() {
        start();
        hooks.script()
                .next(FakeParticipant.Step.COMMIT)
                .fail(planned)
                .next(FakeParticipant.Step.ROLLBACK)
                .fail(planned);

        assertThat(reload()).failedToRestore("hooks").inPhase(ReloadPhase.COMMIT);

        assertThat(reload()).isApplied();
    }

    @Test
    void nullThatIsPrepared_isAFailure() {
        start();
        hooks.script().next(FakeParticipant.Step.PREPARE).returnNull();

        assertThat(reload()).isRolledBackBy("hooks").cause().hasMessage("prepare returned null");
    }

    @Test
    void problem_thatAPartFinds_refusesTheDocument() {
        start();
        cron.validateWith(document -> List.of(ConfigProblem.error(
                ConfigPath.parse("cron"), SourcePosition.of("config.json"), "bad schedule [2]", "expected one")));

        assertThat(reload())
                .hasProblems("bad schedule [2] at cron (config.json); expected one")
                .hasProblemsAt("cron");

        assertThat(journal.entries()).containsExactly("validate hooks", "validate cron");
    }

    @Test
    void lease_ofWhatIsReplaced_keepsItOpen() {
        start();
        try (Lease<ConfigDocument> lease = hooks.lease()) {
            assertThat(reload()).isApplied();

            assertThat(lease.value()).isEqualTo(document(1));
            assertThat(journal).hasOpen("hooks#1", "hooks#2", "cron#2");
            assertThat(reloader.view().status().retired())
                    .singleElement()
                    .satisfies(generation -> assertThat(generation.openLeases()).isEqualTo(1));
        }
        assertThat(journal).hasOpen("hooks#2", "cron#2");
    }

    @Test
    void close_thatFails_isReportedAndDoneOnce() {
        start();
        hooks.script().next(FakeParticipant.Step.CLOSE).fail(planned);

        assertThat(reload()).isApplied();

        reloader.close(LONG);
        assertThat(reloader.view().status().closeFailures())
                .singleElement()
                .satisfies(failed -> assertThat(failed.resource()).isEqualTo("hooks#1"));
    }

    @Test
    void prepare_thatHangs_isGivenUpWhenItsTimeHasPassed() throws Exception {
        start();
        Gate gate = Gate.uninterruptible();
        hooks.script().next(FakeParticipant.Step.PREPARE).waitAt(gate);
        ExecutorService requester = Executors.newSingleThreadExecutor();
        Future<ReloadResult> result = requester.submit(this::reload);
        gate.awaitReached();

        time.advance(Duration.ofSeconds(30));

        assertThat(result.get(20, TimeUnit.SECONDS))
                .isRolledBackBy("hooks")
                .cause()
                .hasMessage("no answer within 30000 ms");
        assertThat(reloader.view().status().timedOutCalls()).hasSize(1);
        gate.open();
        requester.shutdownNow();
    }

    @Test
    void start_overARunningForm_isRefused() {
        start();

        assertThatThrownBy(() -> cron.start(ReloadContext.start(document(2), Deadline.after(LONG, time))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("[cron] runs already");
    }

    @Test
    void lease_ofNothing_isRefused() {
        assertThatThrownBy(hooks::lease)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing of [hooks] is in force");
    }
}
