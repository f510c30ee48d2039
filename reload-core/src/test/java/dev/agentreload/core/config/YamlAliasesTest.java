// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aliases and merges are what they name, and never its name. */
class YamlAliasesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: &x 1⏎b: *x | {a: 1, b: 1}",
                "a: &x true⏎b: [*x, *x] | {a: true, b: [true, true]}",
                "a: &x⏎b: *x | {a: null, b: null}",
                "a: &x {c: [1]}⏎b: *x | {a: {c: [1]}, b: {c: [1]}}",
                "a: &x [&y 1, *y]⏎b: *x | {a: [1, 1], b: [1, 1]}",
                "&x a: *x | {a: 'a'}",
                "a: &x !!str 5⏎b: *x | {a: '5', b: '5'}",
                "a: &x >⏎  t⏎b: *x | {a: 't\\n', b: 't\\n'}",
                "a: &x 1⏎b: &x 2⏎c: *x | {a: 1, b: 2, c: 2}",
                "a: &x {b: 1, c: 2}⏎d: {<<: *x, c: 3} | {a: {b: 1, c: 2}, d: {b: 1, c: 3}}",
                "a: &x {b: 1, c: 2}⏎d: {c: 3, <<: *x} | {a: {b: 1, c: 2}, d: {b: 1, c: 3}}",
                "a: &x {b: 1}⏎c: &y {b: 2, d: 3}⏎e: {<<: [*x, *y, {d: 4, f: 5}]} | {a: {b: 1}, c: {b: 2, d: 3}, e: {b: 1, d: 3, f: 5}}",
                "a: &x {b: 1}⏎c: &y {<<: *x, d: 2}⏎e: {<<: *y} | {a: {b: 1}, c: {b: 1, d: 2}, e: {b: 1, d: 2}}",
                "a: {<<: {b: 1}, c: 2} | {a: {b: 1, c: 2}}",
                "a: {<<: {}} | {a: {}}",
                "a: {<<: []} | {a: {}}",
                "a: &x [{b: 1}]⏎c: {<<: *x} | {a: [{b: 1}], c: {b: 1}}",
                "a: {\"<<\": 1, '<<b': 2} | {a: {\"<<\": 1, '<<b': 2}}",
                "x: &x {a: 1}⏎<<: *x⏎b: 2 | {x: {a: 1}, a: 1, b: 2}"
            })
    void aliasOrMerge_isWhatItNames(String yaml, String json) {
        assertThat(read(yaml.replace('⏎', '\n'))).isEqualTo(ConfigDocument.parse("json", json));
    }

    @Test
    void merge_putsMergedKeysFirst() {
        assertThat(read("a: &x {b: 1, c: 2}\nd: {e: 3, b: 4, <<: *x}").find("d").orElseThrow())
                .hasToString("{\"c\":2,\"e\":3,\"b\":4}");
    }

    @Test
    void value_ofAnAlias_standsWhereItIsWritten() {
        ConfigDocument document =
                read("a: &x {b: [1]}\nc: *x\nd: {<<: *x}\ne:   &y !!str   text\nf: &z\n  # so\n  g: 1\n");

        assertThat(document.nearestPosition("c")).hasToString("c.yaml:1:7");
        assertThat(document.nearestPosition("c.b[0]")).hasToString("c.yaml:1:12");
        assertThat(document.nearestPosition("d.b[0]")).hasToString("c.yaml:1:12");
        assertThat(document.nearestPosition("e")).hasToString("c.yaml:4:17");
        assertThat(document.nearestPosition("f")).hasToString("c.yaml:7:3");
    }

    @Test
    void anchor_definedAgain_isWarnedOf() {
        assertThat(problems("a: &x 1\nb: &x 2\nc: *x\nbroken: .inf"))
                .first()
                .matches(problem -> !problem.isError())
                .hasToString(
                        "an anchor of this name is there already at b (c.yaml:2:4); aliases above this line name that one, aliases below name this one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "defaults: {k: &k SECRET}⏎apiKey: *k",
                "apiKey: &k SECRET⏎other: *k",
                "a: &k {id: SECRET}⏎token: *k",
                "a: &k [SECRET]⏎token: {x: *k}",
                "a: &k SECRET⏎args: [--token, *k]",
                "a: &k SECRET⏎headers: {X-Other: *k}",
                "a: &k {x: SECRET}⏎headers: {<<: *k}",
                "a: &k {token: SECRET}⏎b: &b {c: *k}⏎d: *b",
                "a: &k {SECRET: SECRET}⏎b: 1",
                "id: &k SECRET⏎x: {token: *k}⏎apiKey: {source: env, provider: p, id: *k}"
            })
    void secret_throughAnAlias_isSecretAtEveryPlace(String template) {
        String yaml = template.replace('⏎', '\n')
                .replace("{SECRET: SECRET}", "{token: SECRET}")
                .replace("SECRET", "PL4NTED_SECRET");
        ConfigDocument document = read(yaml);

        assertThat(document.root().toString()).doesNotContain("PL4NTED_SECRET");
        assertThat(document.reresolve().orThrow().root())
                .hasToString(document.root().toString());
        assertThat(document.reresolve().orThrow()).isEqualTo(document);
        assertThat(read(yaml.replace("PL4NTED", "ROTATED")).contentId()).isEqualTo(document.contentId());
    }

    @Test
    void duplicateKey_withListsOfTwoLengths_isReported() {
        assertThat(problems("a: &x [1, 2]\nb: [*x]\nb: []\nb: *x\nc: .inf"))
                .last()
                .hasToString("[.inf] is no number in JSON at c (c.yaml:5:4); write a number, or \".inf\" for text");
    }

    @Test
    void value_thatIsSecretNowhere_isShown() {
        assertThat(read("a: &k {id: shown}\nb: *k\nmax_tokens: &n 5\nc: *n").root())
                .hasToString("{\"a\":{\"id\":\"shown\"},\"b\":{\"id\":\"shown\"},\"max_tokens\":5,\"c\":5}");
    }

    @Test
    void numbersAndBooleans_secretInOnePlace_areSecretInAll() {
        assertThat(read("a: &n 4711\nb: &t true\npassword: *n\nenv: {X: *t}").root())
                .hasToString("{\"a\":\"***\",\"b\":\"***\",\"password\":\"***\",\"env\":{\"X\":\"***\"}}");
    }

    @Test
    void placeholder_ofAnAlias_isResolvedInEachPlace() {
        List<String> asked = new ArrayList<>();
        ConfigReader reader = ConfigReader.builder()
                .placeholders(placeholder -> {
                    asked.add(placeholder.name());
                    return new Resolution.Public("value");
                })
                .build();
        ConfigDocument document = reader.readYaml("c.yaml", "a: &x x-${A}\ntoken: *x\nb: |\n  ${B}\n")
                .orThrow();

        assertThat(document.bind("b", String.class).orThrow()).isEqualTo("value\n");
        assertThat(document.bind("token", String.class).orThrow()).isEqualTo("x-value");
        assertThat(document.root()).hasToString("{\"a\":\"***\",\"token\":\"***\",\"b\":\"value\\n\"}");
        assertThat(asked).as("though the tree is built twice").containsExactly("A", "A", "B");
    }

    @Test
    void aliases_thatMultiply_areRefused() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 100; i++) {
            yaml.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(("*a" + (i - 1) + ", ").repeat(10))
                    .append("]\n");
        }

        assertThat(problems(yaml.toString()))
                .singleElement()
                .hasToString(
                        "aliases expand to more than 100000 values at a4[7] (c.yaml:5:45); most of them through [a3]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: &x ''⏎b: {apiKey: *x} | empty secret at b.apiKey (c.yaml:1:7)",
                "a: &x {apiKey: ''}⏎b: *x⏎c: {<<: *x} | empty secret at a.apiKey (c.yaml:1:16)",
                "env: {A: &x '', B: *x, API_KEY: ''} | ``"
            })
    void emptySecret_usedThroughAliases_isOneWhereItIsWritten(String yaml, String warning) {
        assertThat(problems(yaml.replace('⏎', '\n')))
                .extracting(ConfigProblem::toString)
                .isEqualTo(warning.isEmpty() ? List.of() : List.of(warning + "; expected a value, or no such key"));
    }

    @Test
    void merges_thatMultiply_areRefused() {
        String base = IntStream.range(0, 1_000)
                .mapToObj(i -> "k" + i + ": " + i)
                .collect(Collectors.joining(", ", "base: &b {", "}\n"));

        assertThat(problems(base + "list:\n" + "- {<<: *b}\n".repeat(200)))
                .singleElement()
                .hasToString(
                        "aliases expand to more than 100000 values at list[99].\"<<\" (c.yaml:102:8); most of them through [b]");
    }

    @Test
    void mergesOfMerges_inALongChain_areFine() {
        StringBuilder yaml = new StringBuilder("a0: &a0 {x: 1}\n");
        for (int i = 1; i < 10_000; i++) {
            yaml.append("a" + i + ": &a" + i + " {<<: *a" + (i - 1) + "}\n");
        }

        assertThat(read(yaml.toString()).find("a9999.x").orElseThrow()).hasToString("1");
    }

    @Test
    void oneBlock_sharedByTenThousandAgents_isFine() {
        String yaml = "defaults: &d {model: m, tools: [a, b]}\nlist:\n"
                + IntStream.range(0, 10_000)
                        .mapToObj(i -> "- id: a" + i + "\n  <<: *d\n")
                        .collect(Collectors.joining());

        ConfigDocument document = read(yaml);

        assertThat(document.find("list[9999].tools[1]").orElseThrow()).hasToString("\"b\"");
    }

    private static ConfigDocument read(String yaml) {
        return ConfigReader.standard().readYaml("c.yaml", yaml).orThrow();
    }

    private static List<ConfigProblem> problems(String yaml) {
        return ConfigReader.standard().readYaml("c.yaml", yaml).problems();
    }
}
