// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.channel.HttpCaller;
import dev.agentreload.examples.gateway.chat.HostCommands;
import dev.agentreload.examples.gateway.config.ConfigFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigWritesTest {

    private static final String CONFIG = """
            // kept as it is
            {
              "models": {"providers": {"echo": {"models": [{"id": "small"}, {"id": "large"}]}}},
              "agents": {"defaults": {"model": "echo/small"}},
              "channels": {"http": {"port": 0, "token": "s3cr3t"}}
            }
            """;
    private static final String EDITED = CONFIG.replace("echo/small", "echo/large");
    private static final RouteRequest ADA = RouteRequest.of(HostCommands.CONSOLE);

    @TempDir
    private Path directory;

    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private Path file;
    private Gateway gateway;
    private HttpCaller caller;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        file = Files.writeString(directory.resolve("config.json"), CONFIG);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        start(Set.of(GatewaySwitch.CONFIG_WRITES));
    }

    private void start(Set<GatewaySwitch> switches) throws InterruptedException {
        gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), output::add, switches);
        assertThat(gateway.start()).isEmpty();
        caller = new HttpCaller(URI.create(output.take().substring("http: listening on ".length())), "s3cr3t");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void put_ofTheRevisionInForce_replacesTheFileAndAppliesIt() throws IOException, InterruptedException {
        assertThat(caller.put(EDITED, "1"))
                .startsWith("200 {\"result\":\"applied\",")
                .contains("\"revision\":2");

        assertThat(file).hasContent(EDITED);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(temporaries()).isEmpty();
        assertThat(gateway.answer(ADA, "/show model")).isEqualTo("echo/large");
    }

    @Test
    void put_throughALink_replacesWhatItPointsTo() throws IOException, InterruptedException {
        gateway.close();
        Path real = Files.move(file, directory.resolve("real.json"));
        Files.createSymbolicLink(file, real);
        start(Set.of(GatewaySwitch.CONFIG_WRITES));

        assertThat(caller.put(EDITED, "1")).startsWith("200 ");

        assertThat(file).isSymbolicLink();
        assertThat(real).hasContent(EDITED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0"})
    void put_ofAnotherRevision_isRefused(String revision) throws IOException, InterruptedException {
        assertThat(caller.put(EDITED, revision))
                .isEqualTo("412 {\"error\":\"revision [1] is in force\",\"revision\":1}");

        assertThat(file).hasContent(CONFIG);
    }

    @Test
    void put_withoutTheSwitch_isRefused() throws IOException, InterruptedException {
        gateway.close();
        start(Set.of());

        assertThat(caller.put(EDITED, "1"))
                .isEqualTo("403 {\"error\":\"config.json is not written over HTTP; only a gateway run with"
                        + " --allow-config-writes does\"}");

        assertThat(file).hasContent(CONFIG);
    }

    @Test
    void put_onAReadOnlyFile_isRefused() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));

        assertThat(caller.put(EDITED, "1")).isEqualTo("409 {\"error\":\"config.json is read-only\"}");

        assertThat(file).hasContent(CONFIG);
    }

    @Test
    void put_overAnEditThatIsNotInForce_isRefused() throws IOException, InterruptedException {
        String half = Files.readString(Files.writeString(file, CONFIG.substring(0, 100)));

        assertThat(caller.put(EDITED, "1"))
                .isEqualTo("409 {\"error\":\"config.json holds an edit that is not in force; reload it or take it back"
                        + " first\"}");

        assertThat(file).hasContent(half);
    }

    @Test
    void put_ofWhatWasInForceBeforeAnEdit_takesTheEditOutOfTheFile() throws IOException, InterruptedException {
        assertThat(caller.put(EDITED, "1")).startsWith("200 ");
        gateway.answer(ADA, "/reload --rollback");

        assertThat(caller.put(CONFIG, "3")).startsWith("200 ");

        assertThat(file).hasContent(CONFIG);
        assertThat(gateway.answer(ADA, "/status")).doesNotContain("differs");
    }

    @Test
    void put_ofWhatCannotBeApplied_leavesTheFile() throws IOException, InterruptedException {
        assertThat(caller.put(EDITED.replace("echo/large", "ecko/large"), "1"))
                .startsWith("422 {\"result\":\"invalid\"")
                .contains("did you mean [echo]");
        assertThat(caller.put("{", "1")).startsWith("422 ");

        assertThat(file).hasContent(CONFIG);
        assertThat(temporaries()).isEmpty();
    }

    @Test
    void put_ofWhatFailsToStart_givesTheFileItsTextBack() throws IOException, InterruptedException {
        String taken = CONFIG.replace("\"port\": 0", "\"host\": \"no.such.host.invalid\", \"port\": 0");

        assertThat(caller.put(taken, "1")).startsWith("503 {\"result\":\"rolled-back\"");

        assertThat(file).hasContent(CONFIG);
    }

    private List<Path> temporaries() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.getFileName().toString().startsWith(".config.json"))
                    .toList();
        }
    }
}
