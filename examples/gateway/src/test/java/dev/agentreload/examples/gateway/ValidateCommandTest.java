package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateCommandTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "config-services.json"})
    void validate_sample_hasNothingToSay(String sample) {
        CommandRun run = CommandRun.of("validate", sample);

        assertThat(run.output()).isEqualToNormalizingNewlines(sample + ": 0 errors, 0 warnings\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void validate_providerThatThisHostCannotAsk_warns() throws IOException {
        CommandRun run = validate("""
                {
                  "models": {"providers": {
                    "echo": {"models": [{"id": "small"}]},
                    "work": {"api": "anthropic-messages", "models": [{"id": "large"}]}
                  }},
                  "agents": {"defaults": {"model": "echo/small"}}
                }
                """);

        assertThat(run.output())
                .startsWith("warning: provider [work] speaks [anthropic-messages] at models.providers.work "
                        + "(config.json:4:13); expected echo, openai, openai-completions or ollama");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void validate_sectionsOfTheHost_areLookedIntoToo() throws IOException {
        CommandRun run = validate("""
                {
                  "models": {"providers": {"echo": {"models": [{"id": "small"}]}}},
                  "agents": {"defaults": {"model": "echo/small", "heartbeat": {}}},
                  "channels": {"http": {"host": "0.0.0.0", "port": 70000}},
                  "hooks": {"paths": {"deploy": {"agentId": "mian"}}},
                  "cron": {"jobs": [{"id": "digest", "every": "soon", "message": "what is new?"}]}
                }
                """);

        assertThat(run.output().lines().filter(line -> !line.startsWith(" ")))
                .containsExactly(
                        "error: no interval at agents.defaults.heartbeat.every (config.json:3:63); "
                                + "expected a number and ms, s, m, h or d, such as 30s",
                        "error: others could write here without a token at channels.http.host (config.json:4:33); "
                                + "expected 127.0.0.1, or a token",
                        "error: [70000] is no port at channels.http.port (config.json:4:52); "
                                + "expected 1 to 65535, or 0 for any free one",
                        "error: no message at hooks.paths.deploy.message (config.json:5:33); expected a text",
                        "warning: unknown agent [mian] at hooks.paths.deploy.agentId (config.json:5:45); "
                                + "did you mean [main]?",
                        "error: [soon] is no interval at cron.jobs[0].every (config.json:6:47); "
                                + "expected a number and ms, s, m, h or d, such as 30s",
                        "config.json: 5 errors, 1 warning");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void validate_unknownAgent_warnsWithTheLineAndTheNearMatch() throws IOException {
        CommandRun run = validate("""
                {
                  "models": {"providers": {"echo": {"models": [{"id": "small"}]}}},
                  "agents": {"defaults": {"model": "echo/small"}, "list": [{"id": "reviewer"}]},
                  "bindings": [
                    {"agentId": "reviwer", "match": {"channel": "console"}}
                  ]
                }
                """);

        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        warning: unknown agent [reviwer] at bindings[0].agentId (config.json:5:17); did you mean [reviewer]?
                          5 |     {"agentId": "reviwer", "match": {"channel": ***}}
                                              ^
                        config.json: 0 errors, 1 warning
                        """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void validate_severalProblems_tellsAllAndExitsWith1() throws IOException {
        CommandRun run = validate("""
                {
                  "a": {"x": 1, "x": 2},
                  "apiKey": "s3cr3t" "more"
                }
                """);

        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        warning: duplicate key [x] at a.x (config.json:2:17); the last one counts, the first stands at config.json:2:9
                          2 |   "a": {"x": ***, "x": ***},
                                                ^
                        error: unexpected ["] at $ (config.json:3:22); expected , or }
                          3 |   "apiKey": *** ***
                                              ^
                        config.json: 1 error, 1 warning
                        """);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void validate_variablesThatAreNotSet_areOneWarningAndHideNothing() throws IOException {
        String text = """
                {
                  "models": {"providers": {"echo": {"apiKey": "${NO_KEY_A}", "models": [{"id": "small"}]}}},
                  "agents": {"defaults": {"model": "echo/small"}, "lst": []},
                  "channels": {"http": {"port": "${NO_PORT}", "token": "${NO_TOKEN}"}},
                  "skills": {"entries": {"notes": {"apiKey": "${NO_KEY_B}"}}}
                }
                """;
        CommandRun run = validate(text);

        assertThat(run.output().lines().filter(line -> !line.startsWith(" ")))
                .containsExactly(
                        "warning: environment variables [NO_KEY_A], [NO_PORT], [NO_TOKEN], [NO_KEY_B] are not set"
                                + " at models.providers.echo.apiKey (config.json:2:47); also used at"
                                + " channels.http.port, channels.http.token, skills.entries.notes.apiKey;"
                                + " an error as soon as a component reads it",
                        "warning: unknown key [lst] at agents.lst (config.json:3:58); did you mean [list]?",
                        "config.json: 0 errors, 2 warnings");
        assertThat(run.exitCode()).isZero();

        CommandRun resolved = CommandRun.of("validate", "--resolve", write(text).toString());

        assertThat(resolved.output().lines().filter(line -> line.startsWith("error: ")))
                .containsExactly(
                        "error: environment variable [NO_KEY_A] is not set at models.providers.echo.apiKey"
                                + " (config.json:2:47)",
                        "error: environment variable [NO_PORT] is not set at channels.http.port (config.json:4:33)",
                        "error: environment variable [NO_TOKEN] is not set at channels.http.token (config.json:4:56)",
                        "error: environment variable [NO_KEY_B] is not set at skills.entries.notes.apiKey"
                                + " (config.json:5:46)");
        assertThat(resolved.exitCode()).isEqualTo(1);
    }

    @Test
    void validate_misspeltSections_areWarnedOf() throws IOException {
        CommandRun run = validate("""
                {
                  "models": {"providers": {"echo": {"models": [{"id": "small"}]}}},
                  "agents": {"defaults": {"model": "echo/small"}},
                  "binding": [], "sesion": {}, "Chanels": {}, "tui": {}, "env": {}, "shop": {}, "$schema": "x"
                }
                """);

        assertThat(run.output().lines().filter(line -> !line.startsWith(" ")))
                .containsExactly(
                        "warning: unknown section [binding] at binding (config.json:4:14); did you mean [bindings]?",
                        "warning: unknown section [sesion] at sesion (config.json:4:28); did you mean [session] or [version]?",
                        "warning: unknown section [Chanels] at Chanels (config.json:4:43); did you mean [channels]?",
                        "config.json: 0 errors, 3 warnings");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void validate_json_hasAFieldForEverything() throws IOException {
        CommandRun run =
                CommandRun.of("validate", "--json", write("{\"a\": oops}").toString());

        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        {
                          "valid" : false,
                          "problems" : [
                            {
                              "severity" : "error",
                              "source" : "config.json",
                              "path" : "a",
                              "line" : 1,
                              "column" : 7,
                              "message" : "unexpected [o]; expected a value; text stands in quotes"
                            }
                          ]
                        }
                        """);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    private CommandRun validate(String content) throws IOException {
        return CommandRun.of("validate", write(content).toString());
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("config.json"), content);
    }
}
