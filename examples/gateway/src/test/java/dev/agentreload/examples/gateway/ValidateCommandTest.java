package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

    @TempDir
    private Path directory;

    @Test
    void validate_sample_hasNothingToSay() {
        CommandRun run = CommandRun.of("validate", "config.json");

        assertThat(run.output()).isEqualToNormalizingNewlines("config.json: 0 errors, 0 warnings\n");
        assertThat(run.exitCode()).isZero();
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
                        error: duplicate key [x] at a.x (config.json:2:17); expected each key once
                          2 |   "a": {"x": ***, "x": ***},
                                                ^
                        error: unexpected ["] at $ (config.json:3:22); expected , or }
                          3 |   "apiKey": *** ***
                                              ^
                        config.json: 2 errors, 0 warnings
                        """);
        assertThat(run.exitCode()).isEqualTo(1);
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
                              "message" : "unexpected [o]; expected a value"
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
