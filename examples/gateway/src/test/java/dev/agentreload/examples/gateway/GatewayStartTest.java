// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.examples.gateway.config.ConfigFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What it starts with, and what it goes back to. */
class GatewayStartTest extends GatewayFixture {

    private Path copy;

    @BeforeEach
    void findCopy() {
        copy = directory.resolve("config.json.last-good");
    }

    @Test
    void start_withAProviderOfAnUnknownKind_saysWhatIsKnown() throws IOException {
        Files.writeString(file, CONFIG.replace("{\"echo\": {", "{\"echo\": {\"api\": \"ecko\", "));

        assertThat(gateway.start().orElseThrow())
                .contains("provider [echo] speaks [ecko] at models.providers.echo", "expected echo, openai");
    }

    @Test
    void start_withAWordOfOldYamlWhereABooleanBelongs_saysItOnce() throws IOException {
        Path yaml = directory.resolve("config.yaml");
        Files.writeString(yaml, "agents: {defaults: {model: echo/a}}\ncron: {enabled: yes}\n");
        gateway.close();
        gateway = new Gateway(ConfigFile.of(yaml), directory.resolve(".sessions"), output::add, Set.of());

        assertThat(gateway.start().orElseThrow())
                .startsWith(
                        "error: found a string at cron.enabled (config.yaml:2:17); expected true or false; write true")
                .doesNotContain("YAML 1.1");
    }

    @Test
    void start_withABrokenFile_saysWhereAndNamesTheCopyThatWorked() throws IOException {
        assertThat(gateway.start()).isEmpty();
        gateway.close();
        Files.writeString(file, "{\"agents\": {{");

        gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add, Set.of());
        Optional<String> refusal = gateway.start();

        assertThat(refusal.orElseThrow())
                .startsWith("error: unexpected [{] at agents (config.json:1:13); expected a key or }\n")
                .endsWith("\nthe last configuration that worked is in config.json.last-good; "
                        + "run with --last-good to start with it");
    }

    @Test
    void start_thatFailsForAnotherReasonThanTheFile_namesNoCopy() throws IOException {
        assertThat(gateway.start()).isEmpty();
        gateway.close();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(file, CONFIG.replace("\"port\": 0", "\"port\": " + taken.getLocalPort()));

            gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add, Set.of());

            assertThat(gateway.start().orElseThrow())
                    .startsWith("rolled back: ")
                    .doesNotContain("last-good");
        }
    }

    @Test
    void startWithLastGood_withABrokenFile_worksAndReloadsTheFileWhenItIsMended() throws IOException {
        Files.writeString(copy, CONFIG);
        Files.writeString(file, "{\"agents\": {{");

        assertThat(gateway.startWithLastGood()).isEmpty();

        assertThat(output).contains("starting with config.json.last-good in place of config.json");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");
        assertThat(gateway.answer(ADA, "/reload")).startsWith("nothing applied");
        assertThat(file).hasContent("{\"agents\": {{");

        Files.writeString(file, CONFIG.replace("\"model\": \"echo/small\"", "\"model\": \"echo/large\""));
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/large) to message 2: hello");
    }

    @Test
    void startWithLastGood_withACorruptCopy_usesThePreviousOneAndKeepsTheCorruptOneAside() throws IOException {
        Files.writeString(copy, CONFIG.substring(0, 40));
        Files.writeString(directory.resolve("config.json.last-good.previous"), CONFIG);

        assertThat(gateway.startWithLastGood()).isEmpty();

        assertThat(output).contains("starting with config.json.last-good.previous in place of config.json");
        assertThat(directory.resolve("config.json.last-good.corrupt")).hasContent(CONFIG.substring(0, 40));
    }

    @Test
    void startWithLastGood_withACopyThatIsGoodNoMore_usesThePreviousOne() throws IOException {
        Files.writeString(copy, CONFIG.replace("\"model\": \"echo/small\"", "\"model\": \"gone/small\""));
        Files.writeString(directory.resolve("config.json.last-good.previous"), CONFIG);

        assertThat(gateway.startWithLastGood()).isEmpty();

        assertThat(output).contains("starting with config.json.last-good.previous in place of config.json");
    }

    @Test
    void start_whenTheCopyIsNoBetter_doesNotRecommendIt() throws IOException {
        String missing = CONFIG.replace("\"port\": 0", "\"port\": 0, \"token\": \"${NO_SUCH_VARIABLE}\"");
        Files.writeString(copy, missing);
        Files.writeString(file, missing);

        assertThat(gateway.start().orElseThrow()).contains("NO_SUCH_VARIABLE").doesNotContain("--last-good");
    }

    @Test
    void startWithLastGood_withoutACopy_saysSo() {
        assertThat(gateway.startWithLastGood())
                .contains("no copy of a configuration that worked is beside config.json");
    }

    @Test
    void rollback_isShownAndHoldsAutomaticReloadsUntilTheyAreLetInAgain() throws IOException {
        assertThat(gateway.start()).isEmpty();
        awaitContent(copy, CONFIG);
        String edited = CONFIG.replace("\"model\": \"echo/small\"", "\"model\": \"echo/large\"");
        Files.writeString(file, edited);
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
        assertThat(gateway.answer(ADA, "/status")).doesNotContain("differs");
        awaitContent(copy, edited);

        gateway.answer(ADA, "/reload --rollback");

        assertThat(gateway.answer(ADA, "/status"))
                .contains("config.json differs from what is in force")
                .contains("automatic reloads are held: console/ada rolled back at ")
                .contains("/resume lets automatic reloads in again");
        awaitContent(copy, CONFIG);
        assertThat(gateway.answer(ADA, "/resume")).isEqualTo("automatic reloads are let in again");
        assertThat(gateway.answer(ADA, "/resume")).isEqualTo("automatic reloads are not held");
        assertThat(gateway.answer(ADA, "/status")).doesNotContain("held");
    }

    /** Copies are kept after the decision, on a thread of the gateway. */
    private static void awaitContent(Path path, String expected) throws IOException {
        while (!expected.equals(contentOf(path))) {
            Thread.onSpinWait();
        }
    }

    private static String contentOf(Path path) throws IOException {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            return ""; // between two renames
        }
    }
}
