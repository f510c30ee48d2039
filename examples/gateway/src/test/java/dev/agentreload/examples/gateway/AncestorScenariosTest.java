// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.chat.HostCommands;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.testkit.server.StubModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenClaw and PicoClaw say a reload does, each scenario as a person plays it: edit the file, reload, talk on. */
class AncestorScenariosTest {

    private static final String CONFIG = """
            {
              "models": {"providers": {"echo": {"models": [{"id": "small"}, {"id": "large"}]}}},
              "agents": {"defaults": {"model": "echo/small"}, "list": [{"id": "main"}, {"id": "coder"}]},
              "session": {"dmScope": "per-peer"},
              "bindings": [{"agentId": "coder", "match": {"channel": "console", "peer": {"kind": "direct", "id": "ada"}}}]
            }
            """;
    private static final RouteRequest ADA = sender("ada");
    private static final RouteRequest GRACE = sender("grace");

    @TempDir
    private Path directory;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private Path file;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(directory.resolve("config.json"), CONFIG);
        gateway = new Gateway(
                ConfigFile.of(file), directory.resolve(".sessions"), line -> {}, Set.of(GatewaySwitch.PROBES));
        assertThat(gateway.start()).isEmpty();
    }

    @AfterEach
    void close() {
        gateway.close();
        executor.shutdownNow();
    }

    @Test
    void defaultModel_changes_andConversationsGoOnWithTheirHistory() throws IOException {
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("coder (echo/small) to message 1: hello");

        assertThat(edit("\"model\": \"echo/small\"", "\"model\": \"echo/large\""))
                .startsWith("applied revision 2 (reload-agents, restart-heartbeat)");

        assertThat(gateway.answer(ADA, "hello")).isEqualTo("coder (echo/large) to message 2: hello");
        assertThat(gateway.answer(GRACE, "hello")).isEqualTo("main (echo/large) to message 1: hello");
    }

    @Test
    void agent_isAddedAndRemoved_andOthersStay() throws IOException {
        assertThat(edit("{\"id\": \"coder\"}", "{\"id\": \"coder\"}, {\"id\": \"writer\"}"))
                .contains("rebuilt: writer (echo/small)", "kept: main, coder");
        assertThat(gateway.answer(ADA, "/list agents")).contains("writer");

        Files.writeString(file, CONFIG);
        assertThat(gateway.answer(ADA, "/reload")).contains("rebuilt: none").contains("removed: writer");
        assertThat(gateway.answer(ADA, "/list agents")).doesNotContain("writer");
    }

    @Test
    void agentOfABinding_isRemoved_andTheDefaultAgentAnswers() throws IOException {
        assertThat(edit(", {\"id\": \"coder\"}", ""))
                .contains("unknown agent [coder] at bindings[0].agentId (config.json:5:28); "
                        + "the default agent [main] answers instead");

        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");
    }

    @Test
    void binding_changes_andTheNextMessageGoesToTheOtherAgent() throws IOException {
        assertThat(edit("\"id\": \"ada\"", "\"id\": \"grace\"")).startsWith("applied revision 2 (reload-bindings)");

        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/small) to message 1: hello");
        assertThat(gateway.answer(GRACE, "hello")).isEqualTo("coder (echo/small) to message 1: hello");
    }

    @Test
    void models_change_andTheCatalogKnowsThemAtOnce() throws IOException {
        assertThat(gateway.answer(ADA, "/list models")).doesNotContain("echo/huge");

        assertThat(edit("{\"id\": \"large\"}", "{\"id\": \"large\"}, {\"id\": \"huge\"}"))
                .startsWith("applied revision 2 (reload-models, reload-providers)");

        assertThat(gateway.answer(ADA, "/list models")).contains("echo/huge");
    }

    @Test
    void brokenFile_changesNothing() throws IOException {
        Files.writeString(file, CONFIG.substring(0, 100));

        assertThat(gateway.answer(ADA, "/reload")).startsWith("nothing applied").contains("config.json:3:14");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("coder (echo/small) to message 1: hello");
    }

    @Test
    void emptyFile_isTheImplicitAgent() throws IOException {
        Files.writeString(file, "{}");

        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
        assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/echo) to message 1: hello");
    }

    @Test
    void provider_changesItsKeyItsKindAndItsKeyToAWrongOne() throws IOException {
        try (StubModelServer server = StubModelServer.start(executor)) {
            server.requireCredential("right");
            server.send("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"OK\"}}]}");

            assertThat(edit("{\"echo\": {", provider(server, "wr0ng")))
                    .startsWith("nothing applied")
                    .contains("did not accept the key (401)")
                    .doesNotContain("wr0ng");
            assertThat(gateway.answer(ADA, "hello")).isEqualTo("coder (echo/small) to message 1: hello");

            assertThat(edit("{\"echo\": {", provider(server, "right"))).startsWith("applied revision 2");
            assertThat(gateway.answer(ADA, "hello")).isEqualTo("OK");
        }
    }

    private static String provider(StubModelServer server, String key) {
        return "{\"echo\": {\"api\": \"openai-completions\", \"baseUrl\": \"" + server.endpoint()
                + "/v1\", \"apiKey\": \"" + key + "\", ";
    }

    /** Writes the file with one text in place of another, reloads, and returns the reply. */
    private String edit(String before, String after) throws IOException {
        assertThat(CONFIG).contains(before);
        Files.writeString(file, CONFIG.replace(before, after));
        return gateway.answer(ADA, "/reload");
    }

    private static RouteRequest sender(String peer) {
        return RouteRequest.builder(HostCommands.CONSOLE)
                .peer(PeerKind.DIRECT, peer)
                .build();
    }
}
