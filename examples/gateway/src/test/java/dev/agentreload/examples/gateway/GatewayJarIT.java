// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.examples.gateway.channel.HttpCaller;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drives the gateway's jar as a person does: chat, edit, reload, chat on. */
class GatewayJarIT {

    private static final String LISTENING = "http: listening on ";

    @TempDir
    private Path directory;

    private Path config;

    @BeforeEach
    void copySample() throws IOException {
        config = Files.copy(Path.of("config.json"), directory.resolve("config.json"));
    }

    @Test
    void run_chatEditReload_appliesAndTalksOn() throws IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.start("run", "--config", config.toString(), "--peer", "dev")) {
            assertThat(gateway.say("hello")).isEqualTo("coder (echo/large) to message 1: hello");

            edit("\"id\": \"coder\", \"model\": \"echo/large\"", "\"id\": \"coder\", \"model\": \"echo/small\"");
            assertThat(gateway.say("/reload", 5))
                    .containsExactly(
                            "applied revision 2 (reload-agents, restart-heartbeat)",
                            "rebuilt: coder (echo/small)",
                            "kept: main",
                            "2 agents, by default main (echo/small)",
                            "note: the model of agent [coder] changes");
            assertThat(gateway.say("again")).isEqualTo("coder (echo/small) to message 2: again");

            edit("{\"id\": \"main\"", "{\"id\": main");
            assertThat(gateway.say("/reload", 4))
                    .containsExactly(
                            "nothing applied, the configuration before stays in force",
                            "error: unexpected [m] at agents.list[0].id (config.json:19:14); expected a value; text needs quotes",
                            "  19 |       {\"id\": main, \"default\": true},",
                            "                    ^");
            assertThat(gateway.say("still there?")).isEqualTo("coder (echo/small) to message 3: still there?");

            edit("{\"id\": main", "{\"id\": \"main\"");
            edit("\"prompt\": \"> \"", "\"prompt\": \"% \"");
            assertThat(gateway.say("/reload", 4))
                    .startsWith("nothing applied: a restart is needed")
                    .endsWith("restart: channels connect at the start", "  channels.console.prompt  \"> \" -> \"% \"");
            assertThat(gateway.end()).isZero();
        }
    }

    @Test
    void run_startedAgain_knowsTheSession() throws IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.start("run", "--config", config.toString())) {
            assertThat(gateway.say("one")).isEqualTo("main (echo/small) to message 1: one");
            assertThat(gateway.end()).isZero();
        }
        try (GatewayProcess gateway = GatewayProcess.start("run", "--config", config.toString())) {
            assertThat(gateway.say("two")).isEqualTo("main (echo/small) to message 2: two");
            assertThat(gateway.end()).isZero();
        }
    }

    @Test
    void run_commands_answer() throws IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.start("run", "--config", config.toString())) {
            assertThat(gateway.say("/list agents", 2))
                    .containsExactly("main (echo/small), default", "coder (echo/large)");
            assertThat(gateway.say("/list models", 2)).containsExactly("echo/small", "echo/large");
            edit("\"id\": \"coder\", \"model\": \"echo/large\"", "\"id\": \"coder\", \"model\": \"echo/lagre\"");
            assertThat(gateway.say("/reload --dry-run", 2)).first().isEqualTo("dry run, nothing was applied");
        }
    }

    @Test
    void run_rollback_goesBack() throws IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.start("run", "--config", config.toString(), "--peer", "dev")) {
            assertThat(gateway.say("hello")).isEqualTo("coder (echo/large) to message 1: hello");

            edit("\"id\": \"coder\", \"model\": \"echo/large\"", "\"id\": \"coder\", \"model\": \"echo/small\"");
            assertThat(gateway.say("/reload", 5))
                    .first()
                    .isEqualTo("applied revision 2 (reload-agents, restart-heartbeat)");
            assertThat(gateway.say("/reload --rollback", 5))
                    .containsExactly(
                            "applied revision 3 (reload-agents, restart-heartbeat)",
                            "rebuilt: coder (echo/large)",
                            "kept: main",
                            "2 agents, by default main (echo/small)",
                            "note: the model of agent [coder] changes");
            assertThat(gateway.say("again")).isEqualTo("coder (echo/large) to message 2: again");
            assertThat(gateway.say("/status", 2))
                    .first()
                    .satisfies(line -> assertThat(line).startsWith("revision 3, content "));
        }
    }

    @Test
    void run_watchedFileIsEdited_reloadsByItselfAndSaysSo() throws IOException, InterruptedException {
        try (GatewayProcess gateway =
                GatewayProcess.start("run", "--config", config.toString(), "--peer", "dev", "--watch")) {
            assertThat(gateway.say("hello")).isEqualTo("coder (echo/large) to message 1: hello");

            edit("\"id\": \"coder\", \"model\": \"echo/large\"", "\"id\": \"coder\", \"model\": \"echo/small\"");
            assertThat(gateway.nextLine())
                    .isEqualTo("config.json: applied revision 2 (reload-agents, restart-heartbeat)");
            assertThat(gateway.nextLine()).isEqualTo("note: the model of agent [coder] changes");
            assertThat(gateway.say("again")).isEqualTo("coder (echo/small) to message 2: again");
            assertThat(gateway.end()).isZero();
        }
    }

    @Test
    void run_withLog_writesOneLineForEachReload() throws IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.start("run", "--config", config.toString(), "--log")) {
            assertThat(gateway.outputToEnd())
                    .anySatisfy(line -> assertThat(line).startsWith("INFO: start: applied revision 1"))
                    .endsWith("exit 0");
        }
    }

    @Test
    void run_withLogForPrograms_writesJsonLines() throws IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.start("run", "--config", config.toString(), "--log", "json")) {
            assertThat(gateway.outputToEnd())
                    .endsWith("exit 0")
                    .filteredOn(line -> !line.startsWith("exit"))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(ConfigDocument.parse("log", line)
                                    .bind("logger", String.class)
                                    .orThrow())
                            .startsWith("dev.agentreload."));
        }
    }

    @Test
    void run_brokenConfigAtStart_saysWhereAndExitsWith1() throws IOException, InterruptedException {
        edit("\"agents\": {", "\"agents\": {{");

        try (GatewayProcess gateway = GatewayProcess.start("run", "--config", config.toString())) {
            assertThat(gateway.outputToEnd())
                    .containsExactly(
                            "error: unexpected [{] at agents (config.json:16:14); expected a key or }",
                            "  16 |   \"agents\": {{",
                            "                    ^",
                            "exit 1");
        }
    }

    @Test
    void run_services_takeHttpMessagesRunJobsAndChangeTheirPort() throws IOException, InterruptedException {
        config = Files.copy(Path.of("config-services.json"), directory.resolve("config-services.json"));
        edit("\"port\": 8080", "\"port\": 0");
        edit("\"every\": \"30s\"", "\"every\": \"100ms\"");

        try (GatewayProcess gateway = GatewayProcess.start("run", "--config", config.toString())) {
            HttpCaller before = caller(gateway.nextLine());
            assertThat(gateway.nextLine()).isEqualTo("cron digest: main (echo/small) to message 1: what is new?");
            assertThat(before.post("/messages", "{\"peer\": \"ada\", \"text\": \"hello\"}"))
                    .isEqualTo("200 {\"text\":\"main (echo/small) to message 1: hello\"}");
            assertThat(before.post("/hooks/deploy", "version 2"))
                    .isEqualTo(
                            "200 {\"text\":\"coder (echo/large) to message 1: look at this deployment:\\nversion 2\"}");

            edit("\"port\": 0", "\"host\": \"localhost\", \"port\": 0");
            assertThat(before.post("/reload", "")).startsWith("200 {\"result\":\"applied\"");
            HttpCaller after = caller(gateway.nextLine("http: "));
            assertThat(after.address().getHost()).isEqualTo("localhost");
            assertThat(after.post("/messages", "{\"peer\": \"ada\", \"text\": \"again\"}"))
                    .isEqualTo("200 {\"text\":\"main (echo/small) to message 2: again\"}");
            before.awaitRefusal();

            edit("{\"id\": \"digest\"", "// {\"id\": \"digest\"");
            edit("\"message\": \"what is new?\"}]", "\"message\": \"what is new?\"}\n]");
            assertThat(after.post("/reload", "")).startsWith("200 {\"result\":\"applied\"");
            assertThat(after.get("/status")).startsWith("200 {\"revision\":3,").contains("\"pending\":[]");
            assertThat(after.get("/metrics").lines())
                    .contains(
                            "agent_reload_decisions_total{operation=\"reload\",result=\"applied\"} 2.0",
                            "agent_reload_revision 3.0",
                            "agent_reload_agents 2.0")
                    .anySatisfy(line -> assertThat(line).startsWith("gateway_turns_seconds_count{channel=\"http\","));
            assertThat(gateway.say("/show channel", "console")).isEqualTo("console");
            gateway.endInput();
            assertThat(after.get("/healthz")).isEqualTo("200 {\"alive\":true}");
            assertThat(gateway.terminate()).isZero();
        }
    }

    @Test
    void run_withoutInput_servesUntilItIsTerminated() throws IOException, InterruptedException {
        config = Files.copy(Path.of("config-services.json"), directory.resolve("config-services.json"));
        edit("\"port\": 8080", "\"port\": 0");

        try (GatewayProcess gateway = GatewayProcess.start("run", "--config", config.toString())) {
            gateway.endInput();
            HttpCaller caller = caller(gateway.nextLine());

            assertThat(caller.post("/messages", "{\"text\": \"hello\"}"))
                    .isEqualTo("200 {\"text\":\"main (echo/small) to message 1: hello\"}");
            assertThat(gateway.terminate()).isZero();
            assertThatThrownBy(() -> caller.get("/healthz")).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void run_asAService_reloadsWhenItIsHungUp() throws IOException, InterruptedException {
        config = Files.copy(Path.of("config-services.json"), directory.resolve("config-services.json"));
        edit("\"port\": 8080", "\"port\": 0");
        edit("\"every\": \"30s\"", "\"every\": \"1h\""); // so that a silence is one

        try (GatewayProcess gateway = GatewayProcess.start("run", "--no-console", "--config", config.toString())) {
            HttpCaller caller = caller(gateway.nextLine());

            edit("\"model\": \"echo/small\"", "\"model\": \"echo/large\"");
            gateway.hangUp();

            assertThat(gateway.nextLine("SIGHUP: ")).startsWith("SIGHUP: applied revision 2");
            assertThat(caller.post("/messages", "{\"text\": \"hello\"}"))
                    .isEqualTo("200 {\"text\":\"main (echo/large) to message 1: hello\"}");
        }
    }

    @Test
    void output_withoutALocale_isUtf8() throws IOException, InterruptedException {
        Files.writeString(config, """
                {"models": {"providers": {"echo": {"models": [{"id": "small", "name": "模型"}]}}},
                 "agents": {"defaults": {"model": "echo/smäll"}}}
                """);

        try (GatewayProcess models = GatewayProcess.start("models", config.toString());
                GatewayProcess validate = GatewayProcess.start("validate", config.toString())) {
            assertThat(models.outputToEnd()).contains("model echo/small: 模型");
            assertThat(validate.outputToEnd())
                    .anySatisfy(line -> assertThat(line).contains("does not list model [smäll]"));
        }
    }

    @Test
    void version_isThatOfTheJar() throws IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.start("--version")) {
            assertThat(gateway.outputToEnd())
                    .anySatisfy(line -> assertThat(line).matches("gateway \\d+\\.\\d+\\.\\d+.*"))
                    .endsWith("exit 0");
        }
    }

    @Test
    void run_portThatIsTaken_saysWhereAndExitsWith1() throws IOException, InterruptedException {
        config = Files.copy(Path.of("config-services.json"), directory.resolve("config-services.json"));

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            edit("\"port\": 8080", "\"port\": " + taken.getLocalPort());
            try (GatewayProcess gateway = GatewayProcess.start("run", "--config", config.toString())) {
                assertThat(gateway.outputToEnd())
                        .containsExactly(
                                "rolled back: prepare of [http] failed: IOException: cannot listen on [127.0.0.1:"
                                        + taken.getLocalPort()
                                        + "] at channels.http (config-services.json:24:13): Address already in use",
                                "exit 1");
            }
        }
    }

    private static HttpCaller caller(String listening) {
        assertThat(listening).startsWith(LISTENING);
        return new HttpCaller(URI.create(listening.substring(LISTENING.length())), "sample");
    }

    private void edit(String from, String to) throws IOException {
        String text = Files.readString(config);
        assertThat(text).contains(from);
        Files.writeString(config, text.replace(from, to));
    }
}
