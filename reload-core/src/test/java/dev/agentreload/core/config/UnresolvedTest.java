// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigReader.UnresolvedValues;
import dev.agentreload.core.source.EnvironmentResolver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are not there: of variables, of files, of secrets; and what is made of them where they are read. */
class UnresolvedTest {

    private static final String PROVIDER =
            "{models: {providers: {a: {apiKey: '${A_KEY}', port: '${A_PORT}', tags: ['x', '${A_TAG}']}}}}";

    private final Map<String, String> variables = new HashMap<>();
    private final ProblemCollector problems = new ProblemCollector();

    @Test
    void unset_isOneWarningThatListsAllVariables() {
        assertThat(lines(reader().read("c.json", PROVIDER).problems()))
                .containsExactly("environment variables [A_KEY], [A_PORT], [A_TAG] are not set"
                        + " at models.providers.a.apiKey (c.json:1:35);"
                        + " also used at models.providers.a.port, models.providers.a.tags[1];"
                        + " an error as soon as a component reads it");
    }

    @Test
    void unset_isAnErrorWhereItIsRead() {
        ConfigSection provider = provider(reader());

        assertThat(provider.string("apiKey")).contains("${A_KEY}");
        assertThat(lines(problems.problems()))
                .containsExactly("environment variable [A_KEY] is not set at models.providers.a.apiKey (c.json:1:35)");
    }

    @Test
    void unset_readAsAnotherKindOrTwiceOrWithAProblemOfItsOwn_isOneError() {
        ConfigSection provider = provider(reader());

        assertThat(provider.integer("port")).isEmpty();
        assertThat(provider.number("port")).isEmpty();
        provider.error("port", "odd port", "");
        assertThat(provider.strings("tags")).containsExactly("x", "${A_TAG}");
        assertThat(lines(problems.problems()))
                .containsExactly(
                        "environment variable [A_PORT] is not set at models.providers.a.port (c.json:1:53)",
                        "environment variable [A_TAG] is not set at models.providers.a.tags[1] (c.json:1:78)");
    }

    @Test
    void unset_tolerated_isNoProblemWhereItIsRead() {
        ConfigSection provider = provider(
                reader().toBuilder().unresolved(UnresolvedValues.TOLERATED).build());

        assertThat(provider.string("apiKey")).contains("${A_KEY}");
        assertThat(provider.integer("port")).isEmpty();
        provider.error("apiKey", "too short", "");
        assertThat(problems.problems()).isEmpty();
    }

    @Test
    void unset_asWritten_isNothing() {
        ReadResult read = ConfigReader.standard().read("c.json", PROVIDER);

        assertThat(read.problems()).isEmpty();
        assertThat(read.orThrow().unresolved()).isEmpty();
    }

    @Test
    void unset_besideAValue_showsNothingOfIt() {
        variables.put("USER_NAME", "SECRET");
        ConfigDocument document =
                reader().read("c.json", "{url: '${USER_NAME}:${PASS}'}").orThrow();

        assertThat(document.root()).hasToString("{\"url\":\"${USER_NAME}:${PASS}\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token    | environment variable [EMPTY] is empty at token (c.json:1:9)",
                "name     | ",
            })
    void emptied_isAnErrorForASecretWhereItIsRead(String key, String line) {
        variables.put("EMPTY", " ");
        ConfigDocument document =
                reader().read("c.json", "{" + key + ": '${EMPTY}'}").orThrow();

        ConfigSection.of(document, problems).string(key);

        assertThat(lines(problems.problems())).isEqualTo(line == null ? List.of() : List.of(line));
    }

    @Test
    void emptySecrets_areOneWarning() {
        String text = """
                {providers: {groq: {api_key: ''}, zhipu: {api_key: ' ', api_base: ''}, x: {api_key: 'k'}},
                 channels: {telegram: {token: ''}, slack: {botToken: '', appToken: ''}}, env: {A: ''}}""";

        assertThat(lines(ConfigReader.standard().read("c.json", text).problems()))
                .containsExactly("5 empty secrets at providers.groq.api_key (c.json:1:30); also at"
                        + " providers.zhipu.api_key, channels.telegram.token, channels.slack.botToken and 1 more");
        assertThat(lines(ConfigReader.standard().read("c.json", "{token: ''}").problems()))
                .containsExactly("empty secret at token (c.json:1:9); expected a value, or no such key");
    }

    @Test
    void emptySecrets_ofWhatIsSwitchedOff_areNoWarning() {
        String text = """
                {channels: {qq: {token: '', enabled: false}, irc: {enabled: false, accounts: {a: {password: ''}}},
                 telegram: {enabled: true, token: ''}, line: {enabled: 'false', token: ''}}}""";

        assertThat(lines(ConfigReader.standard().read("c.json", text).problems()))
                .containsExactly(
                        "2 empty secrets at channels.telegram.token (c.json:2:35);" + " also at channels.line.token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${GATEWAY_TOKEN:-changeme} | found [${GATEWAY_TOKEN:-...}], a default that is not read; write ${GATEWAY_TOKEN}",
                "${GATEWAY_TOKEN-changeme}  | found [${GATEWAY_TOKEN-...}], a default that is not read; write ${GATEWAY_TOKEN}",
                "${ENV:X}     | found [${ENV:], which is no placeholder; write ${env:name}, a name of letters, digits and _",
                "${FILE:k.txt} | found [${FILE:], which is no placeholder; write ${file:path}",
                "${env: X}    | found [${env:], which is no placeholder; write ${env:name}, a name of letters, digits and _",
                "${ X }       | found [${ X }] with spaces, which is no placeholder; write ${X}",
                "${X          | found [${X] without a closing brace; write ${X}",
                "Bearer ${X y | found [${X] without a closing brace; write ${X}",
                "${env:X      | found [${env:X] without a closing brace; write ${env:X}",
                "${SET}${X    | found [${X] without a closing brace; write ${X}"
            })
    void nearMiss_isAWarningAndUnderASecretKeyAnError(String text, String line) {
        variables.put("SET", "set");
        String place = line.replaceFirst("; write", " at %s (c.json:1:%d); write");

        assertThat(lines(reader().read("c.json", "{prompt: " + JsonText.compact(text) + "}")
                        .problems()))
                .containsExactly("warning: " + place.formatted("prompt", 10));
        assertThat(lines(reader().read("c.json", "{token: " + JsonText.compact(text) + "}")
                        .problems()))
                .containsExactly(place.formatted("token", 9));
        assertThat(reader().read("c.json", "{token: " + JsonText.compact(text) + "}"))
                .isInstanceOf(ReadResult.Refused.class);
        assertThat(ConfigReader.standard()
                        .read("c.json", "{token: " + JsonText.compact(text) + "}")
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${openai_api_key} | found [${], which starts no placeholder here at token (c.json:1:9); write ${NAME}, ${env:name} or ${file:path}, or $${ for a text that has these signs",
                "$OPENAI_API_KEY   | found [$OPENAI_API_KEY], which is no placeholder at token (c.json:1:9); write ${OPENAI_API_KEY}",
                "$openai_key       | found [$openai_key], which is no placeholder at token (c.json:1:9); write ${env:openai_key}",
                "$env:KEY          | found [$env:KEY], which is no placeholder at token (c.json:1:9); write ${KEY}"
            })
    void leftOver_isAnErrorUnderASecretKeyOnly(String text, String line) {
        assertThat(lines(reader().read("c.json", "{token: " + JsonText.compact(text) + "}")
                        .problems()))
                .containsExactly(line);
        assertThat(reader().read(
                                "c.json",
                                "{prompt: " + JsonText.compact(text) + ", mcp: {env: {A: " + JsonText.compact(text)
                                        + "}}}"))
                .isInstanceOf(ReadResult.Success.class);
        assertThat(reader().read("c.json", "{prompt: " + JsonText.compact(text) + "}")
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "{env:MY_KEY}, ${MY_KEY}",
        "{env:my_key}, ${env:my_key}",
        "{{ MY_KEY }}, ${MY_KEY}",
        "{{ .Env.MY_KEY }}, ${MY_KEY}",
        "%MY_KEY%, ${MY_KEY}"
    })
    void variableOfAnotherProgram_isAWarningUnderASecretKeyOnly(String text, String write) {
        ReadResult result = reader().read("c.json", "{token: " + JsonText.compact(text) + "}");

        assertThat(result).isInstanceOf(ReadResult.Success.class);
        assertThat(lines(result.problems()))
                .containsExactly(
                        "warning: found a variable in the form of another program, which is no placeholder at token (c.json:1:9); write "
                                + write);
        assertThat(reader().read("c.json", "{prompt: " + JsonText.compact(text) + "}")
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{abc}", "%", "{", "{{", "%ab%", "100%", "{env:}", "{{a b}}"})
    void secretWithBraces_isNoVariable(String text) {
        assertThat(reader().read("c.json", "{token: " + JsonText.compact(text) + "}")
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"pa$$word", "$2a$10$abc", "a$b", "$${X}", "$", "$ X", "x $X"})
    void secret_withADollar_isNoNearMiss(String text) {
        assertThat(reader().read("c.json", "{token: " + JsonText.compact(text) + "}")
                        .problems())
                .isEmpty();
    }

    @Test
    void nearMiss_longTextOfBeginnings_isSearchedQuickly() {
        String text = "${A.".repeat(300_000) + "}";

        assertThat(reader().read("c.json", "{a: '" + text + "'}").problems()).hasSizeLessThan(2);
    }

    private ConfigSection provider(ConfigReader reader) {
        ConfigDocument document = reader.read("c.json", PROVIDER).orThrow();
        return ConfigSection.of(document, problems)
                .section("models")
                .flatMap(models -> models.section("providers"))
                .flatMap(all -> all.section("a"))
                .orElseThrow();
    }

    private ConfigReader reader() {
        return ConfigReader.builder()
                .placeholders(EnvironmentResolver.of(variables::get))
                .build();
    }

    private static List<String> lines(List<ConfigProblem> problems) {
        return problems.stream()
                .map(problem -> (problem.isError()
                                        || problem.message().contains("not set")
                                        || problem.message().contains("empty secret")
                                ? ""
                                : "warning: ")
                        + problem)
                .toList();
    }
}
