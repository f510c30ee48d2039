// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import org.junit.jupiter.api.Test;
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

    @Test
    void tokens_thatAreBlankOrTheSame_areProblems() {
        ProblemCollector found = new ProblemCollector();
        HttpSettings.read(
                ConfigDocument.parse(
                        "config.json",
                        "{channels: {http: {host: '0.0.0.0', token: 'x', tokens: {a: ' ', b: 'y', c: 'x', d: 'y'}}}}"),
                found);

        assertThat(found.problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "the token is blank at channels.http.tokens.a (config.json:1:61); expected a text, or no token here",
                        "another caller has the same token at channels.http.tokens.c (config.json:1:77); expected one for each",
                        "another caller has the same token at channels.http.tokens.d (config.json:1:85); expected one for each");
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
