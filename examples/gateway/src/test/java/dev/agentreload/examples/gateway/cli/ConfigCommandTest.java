// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCommandTest {

    private static final String CONFIG = """
            \uFEFF// my gateway, \uD83D\uDE00
            {
              models: {providers: {"echo": {"models": [{"id": "small"}, {"id": "large"}],},}}, /* } */
              "agents": {
                'defaults': {"model": 'echo/small'}, // "model" of all
                "list": [
                  {"id": "main", "default": true},
                  {"id": "coder"}, // writes code
                ]
              },
              "channels": {"http": {"port": 0, "token": "s3cr3t"}}
            }
            """;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("config.json"), CONFIG);
    }

    @Test
    void get_aValue_printsItAndMasksSecrets() {
        assertThat(run("get", "agents.defaults.model").output().strip()).isEqualTo("\"echo/small\"");
        assertThat(run("get", "agents.list[id=coder]").output()).contains("coder");
        assertThat(run("get", "channels").output()).contains("***").doesNotContain("s3cr3t");
        assertThat(run("get", "channels.http.token").output().strip()).isEqualTo("\"***\"");
        assertThat(run("get", "agents.nobody").exitCode()).isEqualTo(ExitCode.ERROR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "agents.defaults.model!echo/large!'echo/small'!\"echo/large\"",
                "channels.http.port!8123!\"port\": 0!\"port\": 8123",
                "agents.list[id=main].default!false!true!false",
                "agents.list[id=coder].name!Ada!{\"id\": \"coder\"}!{\"id\": \"coder\", \"name\": \"Ada\"}",
                "session.dmScope!per-peer!\"s3cr3t\"}}!\"s3cr3t\"}},\\n  \"session\": {\"dmScope\": \"per-peer\"}",
                "agents.defaults.heartbeat.every!30m!'echo/small'}!'echo/small', \"heartbeat\": {\"every\": \"30m\"}}",
                "channels.http.tokens!{\"ci\": \"t\"}!\"s3cr3t\"}!\"s3cr3t\", \"tokens\": {\"ci\": \"t\"}}",
            })
    void set_aValue_changesNothingElse(String path, String value, String before, String after) throws IOException {
        CommandRun run = run("set", path, value);

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).doesNotContain("s3cr3t");
        assertThat(Files.readString(file)).isEqualTo(CONFIG.replace(before, after.replace("\\n", "\n")));
        assertThat(CommandRun.of("validate", file.toString()).exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "agents.list[id=coder]!      {\"id\": \"coder\"}, // writes code!       // writes code",
                "agents.list[id=main].default!, \"default\": true!~~",
                "channels.http.token!, \"token\": \"s3cr3t\"!~~",
                "channels.http.port!~\"port\": 0, ~!~~",
                "channels!,\\n  \"channels\": {\"http\": {\"port\": 0, \"token\": \"s3cr3t\"}}!~~",
            })
    void unset_aValue_removesItAndOneComma(String path, String before, String after) throws IOException {
        CommandRun run = run("unset", path);

        assertThat(run.exitCode()).isZero();
        assertThat(Files.readString(file)).isEqualTo(CONFIG.replace(before.replace("\\n", "\n"), after));
        assertThat(CommandRun.of("validate", file.toString()).exitCode()).isZero();
    }

    @Test
    void set_inAFileOfOneLineWithOtherLineBreaks_keepsThem() throws IOException {
        Files.writeString(file, "{\r\n\t\"agents\": {}\r\n}\r\n");

        assertThat(run("set", "session.dmScope", "per-peer").exitCode()).isZero();
        assertThat(Files.readString(file))
                .isEqualTo("{\r\n\t\"agents\": {},\r\n\t\"session\": {\"dmScope\": \"per-peer\"}\r\n}\r\n");
        assertThat(run("unset", "agents").exitCode()).isZero();
        assertThat(Files.readString(file)).isEqualTo("{\r\n\t\"session\": {\"dmScope\": \"per-peer\"}\r\n}\r\n");
        assertThat(run("unset", "session").exitCode()).isZero();
        assertThat(run("set", "agents", "{}").exitCode()).isZero();
        assertThat(Files.readString(file)).isEqualTo("{\"agents\": {}\r\n}\r\n");
    }

    @Test
    void set_aValueThatACommentFollows_keepsTheComment() throws IOException {
        Files.writeString(file, "{\"meta\": 1/* one */, \"tools\": 2// two\n}");

        assertThat(run("set", "meta", "3").exitCode()).isZero();
        assertThat(run("set", "tools", "4").exitCode()).isZero();

        assertThat(Files.readString(file)).isEqualTo("{\"meta\": 3/* one */, \"tools\": 4// two\n}");
    }

    @Test
    void unset_theLastMember_keepsTheCommentOfTheOneBefore() throws IOException {
        Files.writeString(file, "{\n  \"meta\": 1, // one\n  \"tools\": 2\n}\n");

        assertThat(run("unset", "tools").exitCode()).isZero();
        assertThat(Files.readString(file)).isEqualTo("{\n  \"meta\": 1 // one\n}\n");
    }

    @Test
    void set_aValueThatCannotBeUsed_saysWhereAndWritesNothing() throws IOException {
        CommandRun run = run("set", "agents.list[id=coder].model", "nope/x");

        assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(run.errors())
                .startsWith(
                        "error: unknown provider [nope] of model [nope/x] at agents.list[id=coder].model (config.json:8:")
                .contains("{\"id\": ***, \"model\": \"nope/x\"}");
        assertThat(Files.readString(file)).isEqualTo(CONFIG);
    }

    @Test
    void set_dryRun_printsThePlanAndWritesNothing() throws IOException {
        CommandRun hot = run("set", "--dry-run", "agents.defaults.model", "echo/large");
        CommandRun restart = run("set", "--dry-run", "gateway.port", "1");

        assertThat(hot.output()).contains("agents.defaults.model  \"echo/small\" -> \"echo/large\"");
        assertThat(hot.exitCode()).isEqualTo(ExitCode.CHANGES_TO_APPLY);
        assertThat(restart.exitCode()).isEqualTo(ExitCode.RESTART_NEEDED);
        assertThat(run("set", "--dry-run", "channels.http.port", "0").exitCode())
                .isZero();
        assertThat(Files.readString(file)).isEqualTo(CONFIG);
    }

    @Test
    void edit_whereNothingCanBeWritten_saysWhy() throws IOException {
        Files.writeString(directory.resolve("list.json"), "[{\"id\": \"main\"}]");
        Files.writeString(file, "{\"agents\": {\"list\": {\"$include\": \"./list.json\"}}, \"meta\": 1}");

        assertThat(run("set", "agents.list[id=main].name", "Ada").errors())
                .contains("it stands in [list.json], which is another file");
        assertThat(run("set", "meta.x", "1").errors()).contains("[meta] is a number and has no member [x]");
        assertThat(run("set", "agents.list[id=nobody].name", "Ada").errors()).contains("nothing stands at");
        assertThat(run("unset", "agents.nobody").errors()).contains("nothing stands at [agents.nobody]");
        Path yaml = Files.writeString(directory.resolve("config.yaml"), "agents: {}\n");
        assertThat(CommandRun.of("config", "set", yaml.toString(), "meta", "1").errors())
                .contains("only JSON files can be edited");
    }

    @Test
    void set_aFileBehindALink_keepsLinkAndPermissions() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), file);

        assertThat(CommandRun.of("config", "set", link.toString(), "channels.http.port", "1")
                        .exitCode())
                .isZero();

        assertThat(link).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(Files.readString(file)).contains("\"port\": 1");
    }

    private CommandRun run(String command, String... rest) {
        String[] args = new String[rest.length + 3];
        args[0] = "config";
        args[1] = command;
        args[2] = file.toString();
        System.arraycopy(rest, 0, args, 3, rest.length);
        return CommandRun.of(args);
    }
}
