// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 0",
        "127.1.2.3, 0",
        "localhost, 0",
        "::1, 0",
        "0.0.0.0, 1",
        "10.0.0.1, 1",
        "127.example.com, 1",
        "127.0.0.1.example.com, 1"
    })
    void host_withoutAToken_mustBeOfThisMachineAlone(String host, int problems) {
        ProblemCollector found = new ProblemCollector();

        HttpSettings.read(ConfigDocument.parse("config.json", "{channels: {http: {host: '" + host + "'}}}"), found);

        assertThat(found.problems()).hasSize(problems);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\\n"})
    void token_thatIsBlank_isAProblemAndNoOpenChannel(String token) {
        ProblemCollector found = new ProblemCollector();
        HttpSettings.read(
                ConfigDocument.parse("config.json", "{channels: {http: {port: 0, token: '" + token + "'}}}"), found);

        assertThat(found.problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("the token is blank at channels.http.token (config.json:1:36); "
                        + "expected a text, or no token here");
    }
}
