// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {

    private static final String CONFIG = """
            {
              "models": {"providers": {
                "echo": {"models": [{"id": "small", "name": "Small echo", "contextWindow": 4096}, {"id": "large"}]},
                "openai": {"baseUrl": "https://ada:s3cr3t@api.example.com/v1?key=s3cr3t", "apiKey": "s3cr3t",
                           "modles": []}
              }},
              "agents": {"defaults": {"model": "fast", "models": {"echo/small": {"alias": "fast"}}}}
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void models_text_listsProvidersModelsAliasesAndWarnings() throws IOException {
        CommandRun run = models(CONFIG);

        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        provider echo: echo
                        provider openai: openai-completions at api.example.com, with a key
                        model echo/small: Small echo, also called fast
                        model echo/large
                        warning: unknown key [modles] at models.providers.openai.modles (config.json:5:26); did you mean [models]?
                        config.json: 2 providers, 2 models, 1 warning
                        """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void models_json_hasAFieldForEverythingAndNoSecret() throws IOException {
        CommandRun run = models(CONFIG, "--json");

        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        {
                          "providers" : [
                            {
                              "id" : "echo",
                              "kind" : "echo",
                              "keys" : 0
                            },
                            {
                              "id" : "openai",
                              "kind" : "openai-completions",
                              "host" : "api.example.com",
                              "keys" : 1
                            }
                          ],
                          "models" : [
                            {
                              "ref" : "echo/small",
                              "name" : "Small echo",
                              "aliases" : [
                                "fast"
                              ],
                              "contextWindow" : 4096
                            },
                            {
                              "ref" : "echo/large",
                              "name" : "large",
                              "aliases" : [ ]
                            }
                          ],
                          "problems" : [
                            {
                              "severity" : "warning",
                              "source" : "config.json",
                              "path" : "models.providers.openai.modles",
                              "line" : 5,
                              "column" : 26,
                              "message" : "unknown key [modles]; did you mean [models]?"
                            }
                          ]
                        }
                        """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void models_fileThatCannotBeUsed_saysWhereAndExitsWith1() throws IOException {
        CommandRun run = models("{\"models\": []}");

        assertThat(run.output()).isEqualToNormalizingNewlines("""
                        error: found a list at models (config.json:1:12); expected an object
                          1 | {"models": []}
                                         ^
                        """);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    private CommandRun models(String content, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("config.json"), content);
        return options.length == 0
                ? CommandRun.of("models", file.toString())
                : CommandRun.of("models", file.toString(), options[0]);
    }
}
