package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelsConfigTest {

    private static final String PROVIDERS = """
            {
              "models": {
                "mode": "merge",
                "providers": {
                  "openai": {
                    "baseUrl": "https://api.openai.com/v1",
                    "apiKey": "sk-sentinel",
                    "headers": { "X-Team": "blue-sentinel" },
                    "timeoutSeconds": 30,
                    "proxy": "http://proxy:8080",
                    "models": [
                      { "id": "gpt-5.4", "name": "GPT 5.4", "alias": "smart", "contextWindow": 400000, "maxTokens": 128000 },
                      { "id": "gpt-5.4-mini", "aliases": ["fast", "small"] }
                    ]
                  },
                  "ollama": { "api": "ollama-native", "baseUrl": "http://localhost:11434" }
                }
              }
            }
            """;

    @Test
    void provider_withEverything_isReadWithoutProblems() {
        ModelsReading reading = read(PROVIDERS);

        assertThat(reading.problems()).isEmpty();
        ProviderDefinition openai = reading.orThrow().findProvider("openai").orElseThrow();
        assertThat(openai.kind()).isEqualTo("openai");
        assertThat(openai.endpoint()).hasValue("https://api.openai.com/v1");
        assertThat(openai.credential()).hasValue(new Secret("sk-sentinel"));
        assertThat(openai.headers()).containsExactly(Map.entry("X-Team", new Secret("blue-sentinel")));
        assertThat(openai.timeout()).hasValue(Duration.ofSeconds(30));
        assertThat(openai.option("proxy")).isPresent();
    }

    private static ModelsReading read(String json) {
        return ModelsConfig.read(ConfigDocument.parse("config.json", json));
    }
}
