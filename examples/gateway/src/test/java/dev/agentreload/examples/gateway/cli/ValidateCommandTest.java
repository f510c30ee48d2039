// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void validate_problemOfAnIncludedFile_showsItsLine() throws IOException {
        Files.writeString(directory.resolve("agents.json"), """
                {
                  "defaults": {"model": "echo/a"},
                  "lst": []
                }
                """);
        CommandRun run = validate("{\"agents\": {\"$include\": \"./agents.json\"}}");

        assertThat(run.output()).startsWith("""
                        warning: unknown key [lst] at agents.lst (agents.json:3:10); did you mean [list]?
                          3 |   "lst": []
                                       ^
                        """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void validate_includedYaml_isReadAndShown() throws IOException {
        Files.writeString(directory.resolve("agents.yaml"), "defaults:\n  model: echo/a\nlst: []\n");
        CommandRun run = validate("{\"agents\": {\"$include\": \"agents.yaml\"}}");

        assertThat(run.output()).startsWith("""
                        warning: unknown key [lst] at agents.lst (agents.yaml:3:6); did you mean [list]?
                          3 | lst: []
                                   ^
                        """);
    }

    @Test
    void validate_wordOfOldYamlWhereABooleanBelongs_isOneProblem() throws IOException {
        Path file = directory.resolve("config.yaml");
        Files.writeString(file, "agents: {defaults: {model: echo/a}}\ncron: {enabled: yes}\nmessages: {tts: no}\n");

        CommandRun run = CommandRun.of("validate", file.toString());

        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        error: found a string at cron.enabled (config.yaml:2:17); expected true or false; write true
                          2 | cron: {enabled: yes}
                                              ^
                        warning: [no] is false in YAML 1.1 and text in YAML 1.2 at messages.tts (config.yaml:3:17); read as text; write false, or "no" for text
                          3 | messages: {tts: no}
                                              ^
                        config.yaml: 1 error, 1 warning
                        """);
    }

    @Test
    void validate_theStandardInput_readsIt() throws IOException {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("{\"agents\": {{".getBytes(StandardCharsets.UTF_8)));
        try {
            CommandRun run = CommandRun.of("validate", "-");

            assertThat(run.output())
                    .startsWith("error: unexpected [{] at agents (standard-input")
                    .contains("json:1:13); expected a key or }\n  1 | {\"agents\": {{\n");
            assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void validate_providersThatThisHostCannotAsk_warnsOnce() throws IOException {
        CommandRun run = validate("""
                {
                  "models": {"providers": {
                    "echo": {"models": [{"id": "small"}]},
                    "work": {"api": "azure-openai", "models": [{"id": "large"}]},
                    "unused": {"api": "bedrock-converse-stream", "models": [{"id": "large"}]}
                  }},
                  "agents": {"defaults": {"model": {"primary": "work/large", "fallbacks": ["echo/small", "github-copilot/gpt"]}}}
                }
                """);

        assertThat(run.output())
                .startsWith(
                        "warning: this gateway cannot ask providers [work], [github-copilot] at models.providers.work"
                                + " (config.json:4:13); it does not speak [azure-openai], [github-copilot]; fallbacks answer"
                                + " instead")
                .endsWith("config.json: 0 errors, 1 warning\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void validate_providerOfAMistypedKind_isAnErrorUnlessTheAgentHasAnother() throws IOException {
        String config = """
                {
                  "models": {"providers": {"echo": {"models": [{"id": "small"}]}}},
                  "model_list": [{"model_name": "b", "model": "work/large", "api": "opnai-completions"}],
                  "agents": {"list": [{"id": "one", "model": {"primary": "b", "fallbacks": [%s]}}]}
                }
                """;
        String problem =
                "provider [work:b] speaks [opnai-completions] at model_list[model_name=b].api (config.json:3:68); did"
                        + " you mean [openai-completions]";

        assertThat(validate(config.formatted("")).output()).startsWith("error: " + problem);
        assertThat(validate(config.formatted("\"echo/small\"")).output()).startsWith("warning: " + problem);
    }

    @Test
    void validate_modelsThatCannotBeUsed_hideNoBinding() throws IOException {
        CommandRun run = validate("""
                {
                  "agents": {"list": [{"id": "main", "model": "nope/x"}, {"id": "ops"}]},
                  "bindings": [
                    {"agentId": "main", "match": {"channel": "discord", "guildId": "1"}},
                    {"agentId": "ops", "match": {"channel": "discord", "guildId": "1"}},
                    {"agentId": "opps", "match": {"channel": "telegram"}}
                  ],
                  "hooks": {"paths": {"deploy": {"agentId": "opss", "message": "m"}}},
                  "gateway": {"reload": {"mode": "auto"}}
                }
                """);

        assertThat(run.output().lines().filter(line -> !line.startsWith(" ")))
                .containsExactly(
                        "error: unknown provider [nope] of model [nope/x] at agents.list[id=main].model (config.json:2:47)",
                        "warning: unreachable binding at bindings[1] (config.json:5:5); bindings[0] comes first and claims all"
                                + " its messages",
                        "warning: unknown agent [opps] at bindings[2].agentId (config.json:6:17); did you mean [ops]?",
                        "warning: unknown agent [opss] at hooks.paths.deploy.agentId (config.json:8:45); did you mean [ops]?",
                        "error: unknown reload mode [auto] at gateway.reload.mode (config.json:9:34); expected one of [off,"
                                + " restart, hybrid, hot]",
                        "config.json: 2 errors, 3 warnings");
    }

    @Test
    void validate_sectionsOfTheHost_areCheckedToo() throws IOException {
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
                        "error: others could write here without a token at channels.http.host (config.json:4:33); "
                                + "expected 127.0.0.1, or a token",
                        "error: [70000] is too large at channels.http.port (config.json:4:52); expected 0 to 65535",
                        "error: no message at hooks.paths.deploy.message (config.json:5:33); expected a text",
                        "warning: unknown agent [mian] at hooks.paths.deploy.agentId (config.json:5:45); "
                                + "did you mean [main]?",
                        "error: [soon] is no interval at cron.jobs[0].every (config.json:6:47); "
                                + "expected numbers with ms, s, m, h or d, such as 30s or 1h30m",
                        "config.json: 4 errors, 1 warning");
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
    void validate_severalProblems_reportsAllAndExitsWith1() throws IOException {
        CommandRun run = validate("""
                {
                  "a": {"x": 1, "x": 2},
                  "apiKey": "s3cr3t" "more"
                }
                """);

        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        warning: duplicate key [x] at a.x (config.json:2:17); the last one counts, the first is at config.json:2:9
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
    void validate_moreWarningsThanAnybodyReads_countsThemAll() throws IOException {
        StringBuilder duplicates = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            duplicates.append("\"k").append(i).append("\": 1, \"k").append(i).append("\": 2,\n");
        }

        List<String> lines =
                validate("{\"meta\": {" + duplicates + "}}").output().lines().toList();

        assertThat(lines).hasSizeLessThan(3_100).endsWith("config.json: 0 errors, 2500 warnings");
        assertThat(lines.get(lines.size() - 2)).isEqualTo("warning: 1500 more warnings at $ (config.json)");
    }

    @Test
    void validate_equalWarningsOfManyPlaces_areOneThatCountsForAll() throws IOException {
        String lists = "{\"id\": \"a\", \"lst\": 1}, {\"id\": \"b\", \"lst\": 1}, {\"id\": \"c\", \"lst\": 1}";

        assertThat(validate("{\"agents\": {\"list\": [" + lists + "]}}")
                        .output()
                        .lines())
                .filteredOn(line -> !line.startsWith(" "))
                .containsExactly(
                        "warning: unknown key [lst] at agents.list[id=a].lst (config.json:1:41)"
                                + "; the same at 2 other places, the next is [agents.list[id=b].lst]",
                        "config.json: 0 errors, 3 warnings");
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
                        "warning: unknown section [shop] at shop (config.json:4:77); nothing reads it",
                        "config.json: 0 errors, 4 warnings");
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
                              "message" : "unexpected [o]; expected a value; text needs quotes"
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
