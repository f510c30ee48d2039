// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

class PropertiesConfigSourceTest {

    private static final String YAML = """
            server.port: 8080
            bots:
              models:
                providers:
                  "[open.ai]": {apiKey: "${KEY}"}
              agents:
                list:
                  - id: ada
                    model: openai/gpt-5
                  - id: bob
            """;

    private final StandardEnvironment environment = new StandardEnvironment();
    private final PropertiesConfigSource source =
            new PropertiesConfigSource(environment, "bots", ConfigReader.standard());

    @Test
    void read_applicationYml_hasTheTreeAndTheLinesOfTheFile() throws IOException {
        load();

        ReadResult result = source.read();

        assertThat(result.orThrow().nearestPosition("agents.list[0].model")).hasToString("application.yml:9:16");
        assertThat(result.orThrow().nearestPosition("agents.list[1].id")).hasToString("application.yml:10:13");
        assertThat(result.orThrow().find("models.providers.\"open.ai\".apiKey")).isPresent();
        assertThat(result.orThrow().find("server")).isEmpty();
    }

    @Test
    void read_overriddenElsewhere_takesTheFirstValueAndShowsNoLines() throws IOException {
        load();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("args", Map.of("bots.agents.list[1].id", "eve")));

        ReadResult result = source.read();

        assertThat(result.orThrow().find("agents.list[1].id").orElseThrow()).hasToString("\"eve\"");
        assertThat(result.orThrow().nearestPosition("agents.list[0].model")).hasToString("properties bots");
    }

    private void load() throws IOException {
        ByteArrayResource file = new ByteArrayResource(YAML.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "application.yml";
            }
        };
        new YamlPropertySourceLoader().load("application", file).forEach(environment.getPropertySources()::addLast);
    }
}
