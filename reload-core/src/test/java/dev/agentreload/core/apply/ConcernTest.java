// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What becomes of an exclusive participant that a transaction does not concern. */
class ConcernTest {

    private static final ConfigDocument ONE = Stage.all(1);
    private static final ConfigDocument TWO = Stage.all(2);

    @Test
    void exclusive_thatIsNotConcerned_goesOnUntouched() {
        try (Stage stage = new Stage().started(ONE)) {
            List<String> seen = new ArrayList<>();
            stage.exclusive("b").concernedBy(context -> {
                seen.add(context.before().orElseThrow() + " to " + context.target() + ", "
                        + context.concerns(Stage.action("b")) + context.concerns(Stage.action("d")));
                return false;
            });

            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            assertThat(seen).containsExactly(ONE + " to " + TWO + ", truefalse");
            assertThat(stage.exclusive("b").running()).isEqualTo(ONE);
            assertThat(stage.exclusive("d").running()).isEqualTo(TWO);
            assertThat(stage.script.takeSteps())
                    .contains("b.validate", "b.concerns", "d.stop", "d.start")
                    .doesNotContain("b.stop", "b.start")
                    .containsSubsequence("e.validate", "b.concerns", "a.prepare");
            assertThat(stage.status().degraded()).isEmpty();
        }
    }

    @Test
    void exclusive_thatIsNotConcerned_isNotRestoredByAFailure() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.exclusive("b").concernedBy(context -> false);
            stage.script.fail("d.start", new IOException("no port"));

            assertThat(stage.reload(TWO).summary())
                    .startsWith("rolled back: start of [d] failed: IOException: no port");

            assertThat(stage.script.takeSteps()).doesNotContain("b.stop", "b.start");
            stage.assertInForce(ONE);
        }
    }

    @Test
    void exclusive_afterAFailure_isNotAsked() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.exclusive("b").concernedBy(context -> false);
            stage.exclusive("d").concernedBy(context -> true);
            stage.script.fail("d.start", new IOException("no port")).fail("d.start", new IOException("still none"));
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.RESTORE_FAILED);
            stage.script.takeSteps();
            stage.exclusive("d").concernedBy(context -> false);

            assertThat(stage.reload(ONE).kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            assertThat(stage.script.takeSteps()).contains("d.start").doesNotContain("d.concerns");
            stage.assertInForce(ONE);
        }
    }

    @Test
    void concern_thatThrows_rollsBackBeforeAnythingIsBuilt() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.exclusive("b").concernedBy(context -> true);
            stage.script.fail("b.concerns", new IllegalStateException("cannot tell"));

            assertThat(stage.reload(TWO).summary())
                    .isEqualTo("rolled back: validate of [b] failed: IllegalStateException: cannot tell");

            assertThat(stage.script.takeSteps()).noneMatch(step -> step.endsWith(".prepare") || step.endsWith(".stop"));
            stage.assertInForce(ONE);
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void concern_thatHangs_isInterruptedAndRollsBack() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.exclusive("b").concernedBy(context -> true);
            stage.script.at("b.concerns", () -> {
                stage.ticker.advance(Duration.ofSeconds(11));
                new CountDownLatch(1).await();
            });

            assertThat(stage.reload(TWO).summary())
                    .isEqualTo("rolled back: validate of [b] failed: TimeoutException: no answer within 10000 ms");

            stage.assertInForce(ONE);
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void dryRun_namesOnlyThoseThatWouldRestart() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.exclusive("b").concernedBy(context -> false);

            DryRunReport report = stage.reloader.dryRun(ReloadRequest.manual(Stage.source(TWO), "tester"));

            assertThat(report.notVerified()).containsExactly("d");
            stage.assertInForce(ONE);
        }
    }
}
