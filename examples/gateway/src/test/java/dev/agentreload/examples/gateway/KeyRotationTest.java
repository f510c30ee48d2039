// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.chat.HostCommands;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.testkit.server.StubAnswer;
import dev.agentreload.testkit.server.StubModelServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two providers get another key again and again, and are asked with each: what carries their requests stays, so threads and open
 * files do too.
 *
 * <p>Some rotations in the normal build; {@code mvn -Psoak} does a thousand.
 */
class KeyRotationTest {

    private static final int ROTATIONS = Integer.getInteger("soak.rotations", 100);

    /** Until then pools of threads fill, and classes are loaded. */
    private static final int WARM = 40;

    /** Connections that are about to be closed, and threads that end by and by. */
    private static final long SLACK = 6;

    private static final String CONFIG = """
            {
              "models": {"providers": {
                "o": {"api": "openai-completions", "baseUrl": "SERVER/v1", "apiKey": "${file:key}", "models": [{"id": "m"}]},
                "p": {"api": "ollama", "baseUrl": "SERVER", "headers": {"X-Key": "${file:key}"}, "models": [{"id": "m"}]}
              }},
              "agents": {"list": [{"id": "main", "model": "o/m"}, {"id": "other", "model": "p/m"}]},
              "bindings": [{"agentId": "other", "match": {"channel": "console", "peer": {"kind": "direct", "id": "grace"}}}],
              "session": {"dmScope": "per-peer"}
            }
            """;

    @TempDir
    private Path directory;

    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void keys_thatChangeAllTheTime_leaveNothingBehind(TestReporter report) throws Exception {
        try (StubModelServer server = StubModelServer.start(executor)) {
            server.chat().always(StubAnswer.text("fine"));
            Path key = Files.writeString(directory.resolve("key"), "k0");
            Path file =
                    Files.writeString(directory.resolve("config.json"), CONFIG.replace("SERVER", server.endpoint()));
            try (Gateway gateway =
                    new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), text -> {}, Set.of())) {
                assertThat(gateway.start()).isEmpty();
                for (int i = 1; i <= WARM; i++) {
                    rotate(gateway, key, "k" + i);
                }
                int threads = threads();
                long files = openFiles();
                for (int i = WARM + 1; i <= ROTATIONS; i++) {
                    rotate(gateway, key, "k" + i);
                }
                report.publishEntry(
                        "rotations " + WARM + " to " + ROTATIONS,
                        "threads " + threads + " to " + threads() + ", files " + files + " to " + openFiles());
                assertThat((long) threads()).as("threads").isLessThanOrEqualTo(threads + SLACK);
                assertThat(openFiles()).as("open files").isLessThanOrEqualTo(files + SLACK);
            }
            assertThat(server.requests().get(server.requests().size() - 1).hasHeader("X-Key", "k" + ROTATIONS))
                    .isTrue();
        }
    }

    private static void rotate(Gateway gateway, Path key, String value) throws Exception {
        Files.writeString(key, value);
        assertThat(gateway.answer(sender("ada"), "/reload")).startsWith("applied revision");
        for (String peer : new String[] {"ada", "grace"}) {
            gateway.answer(sender(peer), "/clear");
            assertThat(gateway.answer(sender(peer), "hello")).isEqualTo("fine");
        }
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static RouteRequest sender(String peer) {
        return RouteRequest.builder(HostCommands.CONSOLE)
                .peer(PeerKind.DIRECT, peer)
                .build();
    }
}
