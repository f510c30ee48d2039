// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import org.junit.jupiter.api.Test;

class ReloaderTest {

    private static final ConfigDocument ONE = Stage.all(1);
    private static final ConfigDocument TWO = Stage.all(2);

    @Test
    void start_everythingWorks_buildsAllInOrderAsRevisionOne() {
        try (Stage stage = new Stage()) {
            ReloadResult result = stage.reloader.start(Stage.source(ONE));

            assertThat(result.summary()).isEqualTo("applied revision 1: started");
            assertThat(stage.script.takeSteps())
                    .containsExactlyElementsOf(Stage.verifiedThen(
                            "b.start",
                            "d.start",
                            "a.commit",
                            "a.committed",
                            "c.commit",
                            "c.committed",
                            "e.commit",
                            "e.committed"));
            stage.assertInForce(ONE);
        }
    }

    @Test
    void reload_allKeysChanged_runsTheStepsInOrder() {
        try (Stage stage = new Stage().started(ONE)) {
            ReloadResult result = stage.reload(TWO);

            assertThat(result.kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.script.takeSteps())
                    .containsExactlyElementsOf(Stage.verifiedThen(
                            "d.stop",
                            "b.stop",
                            "b.start",
                            "d.start",
                            "a.commit",
                            "a.committed",
                            "c.commit",
                            "c.committed",
                            "e.commit",
                            "e.committed",
                            "a.close",
                            "c.close",
                            "e.close"));
            stage.assertInForce(TWO);
        }
    }
}
