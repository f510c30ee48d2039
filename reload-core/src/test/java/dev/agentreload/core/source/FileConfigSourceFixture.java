// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file in a directory of the test, and an environment. */
abstract class FileConfigSourceFixture {

    static final String AGENTS = """
            {
              "models": {"apiKey": "${KEY}"},
              "agents": {
                "list": [
                  {"id": "a", "model": "one"},
                  {"id": "b", "model": "two"}
                ]
              },
              "bindings": [{"agentId": "a"}, {"agentId": "b"}, {"agentId": "a"}, {"agentId": "b"}]
            }
            """;

    final Map<String, String> environment = new HashMap<>(Map.of("KEY", "sk-1", "HOME", "/home/ada"));

    final EnvironmentResolver resolver =
            EnvironmentResolver.of(environment::get).withPublicNames(List.of("HOME"));

    @TempDir
    Path directory;

    FileConfigSource source(String content) throws IOException {
        return FileConfigSource.of(file(content), resolver);
    }

    Path file(String content) throws IOException {
        return write("config.json", content);
    }

    Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    static String text(ConfigSource source, String key) {
        return text(source.read().orThrow(), key);
    }

    static String text(ConfigDocument document, String key) {
        return ((ConfigString) document.find(ConfigPath.of(key)).orElseThrow()).value();
    }

    static List<String> problems(ConfigSource source) {
        return source.read().problems().stream().map(ConfigProblem::toString).toList();
    }
}
