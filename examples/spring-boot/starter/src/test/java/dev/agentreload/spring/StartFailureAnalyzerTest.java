// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.apply.ReloadDeadlines;
import dev.agentreload.core.apply.ReloadFailedException;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.participant.Reloadable;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class StartFailureAnalyzerTest {

    private static final String END = ". With agent-reload.enabled=false there is neither a reloader nor a registry.";

    private final StepFailure failure =
            new StepFailure("agents", ReloadPhase.PREPARE, new IOException("no route to host"));

    @Test
    void action_ofAConfigurationThatIsNotValid_isToCorrectIt() {
        FailureAnalysis analysis = analyze(new ReloadResult.Invalid(
                List.of(ConfigProblem.error(ConfigPath.of("agents"), SourcePosition.of("agents.yaml"), "bad", ""))));

        assertThat(analysis.getDescription())
                .isEqualTo("The configuration of the agents is not valid:\n\n- bad at agents (agents.yaml)");
        assertThat(analysis.getAction()).isEqualTo("Correct the configuration" + END);
    }

    @Test
    void action_ofAStepThatFailed_namesWhoseStepItWas() {
        FailureAnalysis analysis = analyze(new ReloadResult.RolledBack(failure, List.of(), List.of()));

        assertThat(analysis.getDescription())
                .isEqualTo("The agents cannot start: rolled back: prepare of [agents] failed: "
                        + "IOException: no route to host");
        assertThat(analysis.getAction()).isEqualTo("Correct what made [agents] fail" + END);
        assertThat(analyze(new ReloadResult.RestoreFailed(failure, List.of(), List.of(), List.of()))
                        .getAction())
                .isEqualTo("Correct what made [agents] fail" + END);
    }

    @Test
    void action_ofAStepThatTimedOut_isToLookAtWhatItCallsOrToGiveItLonger() {
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService executor = Executors.newCachedThreadPool();
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        HostRuntime runtime = HostRuntime.of(executor, scheduler);
        try (Reloader reloader = Reloader.builder(runtime)
                .participant(Reloadable.builder("limits", new ReloadAction.HostAction("reload-limits"))
                        .read((document, problems) -> await(never))
                        .build(runtime)
                        .participant())
                .deadlines(ReloadDeadlines.standard()
                        .withPrepare(Duration.ofMillis(1))
                        .withValidate(Duration.ofMillis(1)))
                .build()) {
            ReloadResult result = reloader.start(
                    ConfigSource.of("x", () -> ConfigReader.standard().read("x", "{}")));

            assertThat(analyze(result).getAction())
                    .isEqualTo("Check whether what [limits] calls answers. If it only needs longer, set ReloadDeadlines"
                            + " in a ReloaderCustomizer bean" + END);
        } finally {
            never.countDown();
            executor.shutdownNow();
            scheduler.shutdownNow();
        }
    }

    private static int await(CountDownLatch latch) {
        try {
            latch.await();
            return 1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void action_ofAReloaderThatIsInUse_doesNotBlameTheConfiguration() {
        assertThat(analyze(new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING))
                        .getAction())
                .isEqualTo("Let nothing but the starter use the reloader before it is started" + END);
    }

    private static FailureAnalysis analyze(ReloadResult result) {
        return requireNonNull(new StartFailureAnalyzer().analyze(new ReloadFailedException(result)));
    }
}
