// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.examples.gateway.admin.DecisionLog;
import dev.agentreload.examples.gateway.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DecisionLogTest extends GatewayFixture {

    @Test
    void history_afterARestart_hasTheDecisionsBeforeItWithoutValues() throws IOException {
        Files.writeString(file, CONFIG.replace("\"port\": 0", "\"port\": 0, \"token\": \"s3cr3t-one\""));
        assertThat(gateway.start()).isEmpty();
        Files.writeString(
                file,
                CONFIG.replace("\"port\": 0", "\"port\": 0, \"token\": \"s3cr3t-two\"")
                        .replace("\"model\": \"echo/small\"", "\"model\": \"echo/large\""));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
        Files.writeString(file, "{");
        assertThat(gateway.answer(ADA, "/reload")).startsWith("nothing applied");
        gateway.close();
        Files.writeString(file, CONFIG);

        try (Gateway next = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add, Set.of())) {
            assertThat(next.start()).isEmpty();
            List<String> lines = next.answer(ADA, "/history").lines().toList();

            assertThat(lines).hasSize(5);
            assertThat(lines.get(0)).endsWith("#1 start: applied revision 1: started");
            assertThat(lines.get(1)).isEqualTo("before this start, with no way back to them by number:");
            assertThat(lines.get(2)).contains(" console/ada: invalid: ");
            assertThat(lines.get(3)).contains(" console/ada: applied revision 2: hot: 2 changes");
            assertThat(lines.get(4)).endsWith(" start: applied revision 1: started");
            assertThat(JsonText.compact(next.operations().desk.history().body()))
                    .contains(
                            "\"earlier\":[{\"at\":",
                            "\"paths\":[\"agents.defaults.model\",\"channels.http.token\"]",
                            "\"content\":");
        }
        Path log = directory.resolve(".sessions/decisions.jsonl");
        assertThat(log).content().doesNotContain("s3cr3t", "echo/large");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }

    @Test
    void log_thatEndsInTheMiddleOfALine_losesThatLineAlone() throws IOException {
        Path path = directory.resolve("decisions.jsonl");
        new DecisionLog(directory).decided(refused(1));
        Files.writeString(path, "{\"at\": \"2026-11-", StandardOpenOption.APPEND);

        DecisionLog next = new DecisionLog(directory);
        assertThat(next.earlier()).hasSize(1);
        next.decided(refused(2));

        assertThat(new DecisionLog(directory).earlier())
                .extracting(decision -> decision.get("actor"))
                .containsExactly("actor 1", "actor 2");
    }

    @Test
    void log_ofManyDecisions_dropsTheOldest() throws IOException {
        Path path = directory.resolve("decisions.jsonl");
        DecisionLog log = new DecisionLog(directory);
        for (int i = 1; i <= 1_000; i++) {
            log.decided(refused(i));
        }

        assertThat(Files.readAllLines(path)).hasSize(500);
        assertThat(new DecisionLog(directory).earlier().get(0)).containsEntry("actor", "actor 501");
        assertThat(new DecisionLog(directory).text().orElseThrow().lines())
                .hasSize(21)
                .element(1)
                .asString()
                .contains("actor 1000: ");
    }

    @Test
    void log_thatCannotBeWritten_changesNothing() throws IOException {
        Files.createDirectory(directory.resolve("decisions.jsonl"));

        DecisionLog log = new DecisionLog(directory);
        log.decided(refused(1));

        assertThat(log.text()).isEqualTo(Optional.empty());
    }

    private static HistoryEntry refused(int number) {
        return HistoryEntry.builder(number, Instant.EPOCH, "actor " + number, HistoryEntry.Operation.RELOAD)
                .build(new ReloadResult.Invalid(List.of()));
    }
}
