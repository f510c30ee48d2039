// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.chat.HostCommands;
import dev.agentreload.examples.gateway.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in a folder of its own, which is not started. */
abstract class GatewayFixture {

    static final String CONFIG = """
            {
              "models": {"providers": {"echo": {"models": [{"id": "small"}, {"id": "large"}]}}},
              "agents": {"defaults": {"model": "echo/small"}, "list": [{"id": "main"}]},
              "session": {"dmScope": "per-peer"},
              "channels": {"http": {"port": 0}}
            }
            """;

    static final RouteRequest ADA = sender("ada");

    @TempDir
    Path directory;

    final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    Path file;
    Gateway gateway;

    @BeforeEach
    void compose() throws IOException {
        file = Files.writeString(directory.resolve("config.json"), CONFIG);
        gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add, Set.of());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    static RouteRequest sender(String peer) {
        return RouteRequest.builder(HostCommands.CONSOLE)
                .peer(PeerKind.DIRECT, peer)
                .build();
    }
}
