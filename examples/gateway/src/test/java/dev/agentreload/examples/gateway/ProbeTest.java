// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

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

class ProbeTest {

    private static final RouteRequest ADA = RouteRequest.of(HostCommands.CONSOLE);
    private static final String OK = "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"OK\"}}]}";

    @TempDir
    private Path directory;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private StubModelServer server;
    private Path file;

    @BeforeEach
    void startServer() throws IOException {
        server = StubModelServer.start(executor);
        server.requireCredential("right");
        server.send(OK);
        file = Files.writeString(directory.resolve("config.json"), "{}");
    }

    @AfterEach
    void stopServer() {
        server.close();
        executor.shutdownNow();
    }

    @Test
    void probe_withAWrongKey_refusesTheReload() throws IOException {
        try (Gateway gateway = gateway(Set.of(GatewaySwitch.PROBES))) {
            assertThat(gateway.start()).isEmpty();
            use("wr0ng");

            assertThat(gateway.answer(ADA, "/reload"))
                    .contains("agent [main] was refused: work/large did not accept the key (401)")
                    .doesNotContain("wr0ng");
            assertThat(gateway.answer(ADA, "hello")).isEqualTo("main (echo/echo) to message 1: hello");
        }
    }

    @Test
    void probe_withTheKey_letsTheReloadGoOn() throws IOException {
        try (Gateway gateway = gateway(Set.of(GatewaySwitch.PROBES))) {
            assertThat(gateway.start()).isEmpty();
            use("right");

            assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void probe_ofAServerThatIsBusy_refusesNothing() throws IOException {
        server.fail(503);
        try (Gateway gateway = gateway(Set.of(GatewaySwitch.PROBES))) {
            assertThat(gateway.start()).isEmpty();
            use("right");

            assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
        }
    }

    @Test
    void reload_withoutTheSwitch_asksNoProvider() throws IOException {
        try (Gateway gateway = gateway(Set.of())) {
            assertThat(gateway.start()).isEmpty();
            use("wr0ng");

            assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");
            assertThat(server.requests()).isEmpty();
            assertThat(gateway.answer(ADA, "hello")).isEqualTo("no answer: work/large did not accept the key (401)");
        }
    }

    private Gateway gateway(Set<GatewaySwitch> switches) {
        return new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), text -> {}, switches);
    }

    private void use(String key) throws IOException {
        Files.writeString(file, """
                {
                  "models": {"providers": {"work": {
                    "api": "openai-completions", "baseUrl": "%s/v1", "apiKey": "%s", "models": [{"id": "large"}]
                  }}},
                  "agents": {"defaults": {"model": "work/large"}}
                }
                """.formatted(server.endpoint(), key));
    }
}
