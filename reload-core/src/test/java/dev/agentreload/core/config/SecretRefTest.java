// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variables that a document defines itself, and objects that say where a secret is, as OpenClaw has both. */
class SecretRefTest {

    private final Map<String, String> values = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    @Test
    void envSection_definesWhatTheProcessDoesNot() {
        values.put("HOST", "process");
        ConfigDocument document = read("""
                {base: '${URL}/${HOST}', n: '${PORT}',
                 env: {HOST: 'file', PORT: 8080, vars: {URL: 'http://x'}, shellEnv: {enabled: true}}}""");

        assertThat(text(document, "base")).isEqualTo("http://x/process");
        assertThat(text(document, "n")).isEqualTo("8080");
        assertThat(document.unresolved()).isEmpty();
        assertThat(document.root().find("base").orElseThrow().isSecret()).isTrue();
    }

    @Test
    void envSection_thatOnlyNamesAVariable_doesNotDefineIt() {
        ConfigDocument document = read("{env: {A: '${A}', B: '', C: '${D}', D: 'd'}, a: '${A}', b: '${B}', c: '${C}'}");

        assertThat(document.unresolved())
                .extracting(one -> one.path() + ": " + one.reason())
                .containsExactly(
                        "env.A: environment variable [A] is not set",
                        "a: environment variable [A] is not set",
                        "b: environment variable [B] is not set",
                        "c: environment variable [C] is not set");
    }

    @Test
    void envSection_thatChanges_changesWhatItIsUsedFor() {
        ConfigDocument before = read("{env: {K: 'one'}, key: 'x-${K}'}");
        ConfigDocument after = read("{env: {K: 'two'}, key: 'x-${K}'}");

        assertThat(before.root().find("key")).isNotEqualTo(after.root().find("key"));
        assertThat(before.reresolve().orThrow()).isEqualTo(before);
    }

    @Test
    void reference_thatIsMistyped_isReportedWithWhatReferencesHave() {
        ConfigDocument document = read("{apiKey: {source: 'fil', provider: 'mounted', id: '/key'}, token: {id: 'a'}}");
        ProblemCollector problems = new ProblemCollector();
        ConfigSection section = ConfigSection.of(document, problems);
        section.string("apiKey");
        section.string("token");

        assertThat(problems.problems())
                .extracting(ConfigProblem::hint)
                .containsExactly(
                        "expected a string; a reference to a secret has the [source] env, file or exec, a [provider], and an"
                                + " [id] of that source",
                        "expected a string");
    }

    @Test
    void definitions_ofPlacesOfSecrets_areShownAndWhatTheyHoldIsNot() {
        ConfigDocument document = read("""
                {secrets: {
                  defaults: {env: 'default', file: 'filemain', exec: 'Not A Name'},
                  providers: {
                    filemain: {source: 'file', path: '~/s.json', mode: 'json', token: 't1'},
                    vault: {source: 'exec', command: '/bin/vault', args: ['--token', 't2'], env: {A: 't3'}},
                    odd: {source: 'odd', path: 't4'}},
                  other: {source: 'env', path: 't5'}}}""");

        assertThat(document.root().find("secrets").orElseThrow())
                .hasToString("{\"defaults\":{\"env\":\"default\",\"file\":\"filemain\",\"exec\":\"***\"},"
                        + "\"providers\":{\"filemain\":{\"source\":\"file\",\"path\":\"~/s.json\",\"mode\":\"json\",\"token\":\"***\"},"
                        + "\"vault\":{\"source\":\"exec\",\"command\":\"/bin/vault\",\"args\":[\"***\",\"***\"],\"env\":{\"A\":\"***\"}},"
                        + "\"odd\":{\"source\":\"***\",\"path\":\"***\"}},"
                        + "\"other\":{\"source\":\"***\",\"path\":\"***\"}}");
        values.put("P", "t6");
        assertThat(read("{secrets: {providers: {a: {source: 'env', path: '${P}'}}}}")
                        .root())
                .hasToString("{\"secrets\":{\"providers\":{\"a\":{\"source\":\"env\",\"path\":\"***\"}}}}");
    }

    @Test
    void reference_toAVariable_isItsValue() {
        values.put("WORK_API_KEY", "SECRET");
        ConfigDocument document = read(
                "{models: {providers: {work: {apiKey: {source: 'env', provider: 'default', id: 'WORK_API_KEY'}}}}}");
        ProblemCollector problems = new ProblemCollector();
        ConfigSection work = ConfigSection.of(document, problems)
                .section("models")
                .flatMap(models -> models.section("providers"))
                .flatMap(providers -> providers.section("work"))
                .orElseThrow();

        assertThat(work.string("apiKey")).contains("SECRET");
        assertThat(problems.problems()).isEmpty();
        assertThat(document.root()).hasToString("{\"models\":{\"providers\":{\"work\":{\"apiKey\":\"***\"}}}}");
    }

    @Test
    void reference_rotated_isAChangeAndResolvedAgain() {
        values.put("K", "one");
        ConfigDocument before = read("{apiKey: {source: 'env', provider: 'default', id: 'K'}}");
        values.put("K", "two");
        ConfigDocument after = before.reresolve().orThrow();

        assertThat(after)
                .isNotEqualTo(before)
                .isEqualTo(read("{apiKey: {source: 'env', provider: 'default', id: 'K'}}"));
        assertThat(text(after, "apiKey")).isEqualTo("two");
    }

    @Test
    void reference_toAVariableOfTheEnvSection_isItsValue() {
        assertThat(text(read("{env: {K: 'v'}, apiKey: {source: 'env', provider: 'default', id: 'K'}}"), "apiKey"))
                .isEqualTo("v");
    }

    @Test
    void reference_toAFile_isReadFromThePathOfItsProvider() {
        values.put("keys/all.json", "{\"a\": {\"b/c\": [\"k\"]}}");
        values.put("one.txt", "whole");
        ConfigDocument document = read("""
                {secrets: {providers: {all: {source: 'file', path: 'keys/all.json'}, one: {source: 'file', path: 'one.txt'}}},
                 token: {source: 'file', provider: 'all', id: '/a/b~1c/0'},
                 password: {source: 'file', provider: 'one', id: 'value'},
                 secret: {source: 'file', provider: 'all', id: '/a/x'}}""");

        assertThat(text(document, "token")).isEqualTo("k");
        assertThat(text(document, "password")).isEqualTo("whole");
        assertThat(document.unresolved())
                .extracting(ConfigDocument.Unresolved::reason)
                .containsExactly("no secret [/a/x] in file [keys/all.json]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{source: 'exec', provider: 'vault', id: 'work/key'} | secret [exec:vault:work/key] is not resolved here",
                "{source: 'file', provider: 'gone', id: '/a'}        | secret [file:gone:/a] is not resolved here",
                "{source: 'env', provider: 'default', id: 'UNSET'}   | environment variable [UNSET] is not set",
                "{source: 'env', provider: 'default', id: 'EMPTY'}   | environment variable [EMPTY] is empty"
            })
    void reference_withoutAValue_isAWarningAndAnErrorWhereItIsRead(String reference, String reason) {
        values.put("EMPTY", "");
        ReadResult read = reader().read("c.json", "{apiKey: " + reference + "}");

        assertThat(read.problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(reason + " at apiKey (c.json:1:10); an error as soon as a component reads it");
        ProblemCollector problems = new ProblemCollector();
        ConfigSection.of(read.orThrow(), problems).string("apiKey");
        assertThat(problems.problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(reason + " at apiKey (c.json:1:10)");
        assertThat(read.orThrow().root().toString()).doesNotContain("***");
    }

    @Test
    void reference_ofAnotherSource_isAskedOfTheResolver() {
        values.put("exec:vault:work/key", "from the vault");

        assertThat(text(read("{apiKey: {source: 'exec', provider: 'vault', id: 'work/key'}}"), "apiKey"))
                .isEqualTo("from the vault");
        assertThat(asked).containsExactly("SECRET exec:vault:work/key");
    }

    @Test
    void reference_asWritten_isAnObject() {
        String text = "{\"apiKey\":{\"source\":\"env\",\"provider\":\"default\",\"id\":\"K\"}}";

        assertThat(ConfigDocument.parse("c.json", text).root()).hasToString(text);
    }

    private ConfigDocument read(String text) {
        return reader().read("c.json", text).orThrow();
    }

    private ConfigReader reader() {
        return ConfigReader.builder().placeholders(this::resolve).build();
    }

    private Resolution resolve(Placeholder placeholder) {
        asked.add(placeholder.kind() + " " + placeholder.name());
        String value = values.get(placeholder.name());
        if (value != null) {
            return new Resolution.Secret(value);
        }
        return placeholder.kind() == Placeholder.Kind.SECRET
                ? new Resolution.Unchanged()
                : new Resolution.Missing("environment variable [" + placeholder.name() + "] is not set");
    }

    private static String text(ConfigDocument document, String key) {
        return ((ConfigString) document.root().find(key).orElseThrow()).value();
    }
}
