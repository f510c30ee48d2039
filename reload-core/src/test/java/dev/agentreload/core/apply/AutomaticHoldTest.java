// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.ConfigSource;
import org.junit.jupiter.api.Test;

class AutomaticHoldTest {

    private static ConfigSource source(int number) {
        return ConfigSource.of("test.json", () -> new ReadResult.Success(Stage.all(number)));
    }

    private static ReloadResult automatic(Stage stage, int number) {
        return stage.reloader.reload(ReloadRequest.automatic(source(number), "watcher"), Stage.HOUR);
    }

    @Test
    void automaticRequest_afterARollback_isRefusedUntilResumed() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            stage.reload(Stage.all(2));
            stage.reloader.rollback("operator");

            assertThat(automatic(stage, 3)).isEqualTo(new ReloadResult.Busy(ReloadResult.Busy.Reason.HELD));
            stage.assertInForce(Stage.all(1));
            assertThat(stage.reloader.view().hold())
                    .get()
                    .extracting(AutomaticHold::actor)
                    .isEqualTo("operator");

            assertThat(stage.reloader.resume()).isTrue();
            assertThat(stage.reloader.resume()).isFalse();
            assertThat(stage.reloader.view().hold()).isEmpty();
            assertThat(automatic(stage, 3).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void explicitReload_afterARollback_endsTheHoldOnlyIfItSucceeds() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            stage.reload(Stage.all(2));
            stage.reloader.rollback("operator");
            ConfigSource broken =
                    ConfigSource.of("test.json", () -> ConfigReader.standard().read("test.json", "{"));

            stage.reloader.reload(ReloadRequest.manual(broken, "operator"), Stage.HOUR);
            assertThat(stage.reloader.view().hold()).isPresent();

            stage.reloader.reload(ReloadRequest.manual(source(1), "operator"), Stage.HOUR);
            assertThat(stage.reloader.view().hold()).isEmpty();
        }
    }

    @Test
    void rollback_toWhatIsInForce_holdsNothing() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            stage.reload(Stage.all(2));

            assertThat(stage.reloader.rollbackTo(2, "operator").kind()).isEqualTo(ReloadResult.Kind.UNCHANGED);

            assertThat(stage.status().hold()).isEmpty();
            assertThat(automatic(stage, 3).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void rollback_toWhatIsInForce_keepsAnEarlierHold() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            stage.reload(Stage.all(2));
            stage.reloader.rollback("first");

            assertThat(stage.reloader.rollbackTo(1, "second").kind()).isEqualTo(ReloadResult.Kind.UNCHANGED);

            assertThat(stage.status().hold().orElseThrow().actor()).isEqualTo("first");
        }
    }

    @Test
    void rollback_thatIsRefused_holdsNothing() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            stage.reloader.rollback("operator");

            assertThat(stage.reloader.view().hold()).isEmpty();
            assertThat(automatic(stage, 2).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }
}
