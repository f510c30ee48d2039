// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com, https://api.example.com/v1/models",
        "https://api.example.com/, https://api.example.com/v1/models",
        "HTTPS://api.example.com/v1, https://api.example.com/v1/models",
        "https://api.example.com/v1///, https://api.example.com/v1/models",
        "https://api.example.com/openai/v1, https://api.example.com/openai/v1/models",
        "https://api.example.com/api/paas/v4/, https://api.example.com/api/paas/v4/models",
        "https://api.example.com/v1beta/openai/, https://api.example.com/v1beta/openai/models",
        "https://api.example.com/vault, https://api.example.com/vault/v1/models",
        "https://api.example.com:8443/a%2Fb?api-version=7, https://api.example.com:8443/a%2Fb/v1/models?api-version=7",
        "http://[::1]:8000, http://[::1]:8000/v1/models"
    })
    void modelsOfOpenAi_areBelowTheVersion(String endpoint, String expected) {
        assertThat(new OpenAiListing().address(endpoint(endpoint)).uri()).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:11434, http://localhost:11434/api/tags",
        "http://localhost:11434/, http://localhost:11434/api/tags",
        "http://localhost:11434/v1/, http://localhost:11434/api/tags",
        "http://localhost:11434/api, http://localhost:11434/api/tags",
        "https://example.com/ollama/v1, https://example.com/ollama/api/tags",
        "https://example.com/ollama-v1, https://example.com/ollama-v1/api/tags"
    })
    void tagsOfOllama_areBesideTheVersion(String endpoint, String expected) {
        assertThat(new OllamaListing().address(endpoint(endpoint)).uri()).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example, http://a.example?after=x%2Fy+%26z",
        "http://a.example?b=c, http://a.example?b=c&after=x%2Fy+%26z"
    })
    void parameter_isAddedAsItMustBeWritten(String endpoint, String expected) {
        assertThat(endpoint(endpoint).with("after", "x/y &z").uri()).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example.com/v1",
                "localhost:11434",
                "ftp://api.example.com",
                "https://",
                "https:///v1",
                "mailto:a@example.com",
                "https://api.example.com/a b",
                "https://user:password@api.example.com/v1",
                "https://user@api.example.com/v1"
            })
    void text_thatIsNoAddressToAsk_isNone(String text) {
        assertThat(Endpoint.parse(text)).isEmpty();
    }

    private static Endpoint endpoint(String text) {
        return Endpoint.parse(text).orElseThrow();
    }
}
