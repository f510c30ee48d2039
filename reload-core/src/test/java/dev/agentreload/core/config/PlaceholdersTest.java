// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that come from elsewhere: which strings are placeholders, which resolver is asked, and how its answer is used. */
class PlaceholdersTest {

    private final List<Placeholder> asked = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${HOME}             | <HOME>",
                "${_A1}              | <_A1>",
                "${env:HOME}         | <HOME>",
                "${env:home_1}       | <home_1>",
                "${file:key.txt}     | <key.txt>",
                "${file:../a b/$c:d} | <../a b/$c:d>",
                "a ${B} c ${env:D}${E} f | a <B> c <D><E> f",
                "$${B}               | ${B}",
                "$${user} and ${B}   | ${user} and <B>",
                "$$${B}              | $${B}",
                "$ ${B} $            | $ <B> $",
                "${${B}}             | ${<B>}"
            })
    void string_withPlaceholders_isResolved(String written, String resolved) {
        assertThat(text(read(written))).isEqualTo(resolved);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${user}",
                "${User_Name}",
                "${1A}",
                "${A-B}",
                "${A.B}",
                "${}",
                "${ A }",
                "${env:}",
                "${env:1A}",
                "${file:}",
                "${file:a{b}",
                "${other:A}",
                "${A",
                "$A",
                "$(A)",
                "{A}",
                "$",
                "$$",
                "$$A"
            })
    void string_withAnythingElse_staysAsItIs(String text) {
        assertThat(text(read(text))).isEqualTo(text);
        assertThat(asked).isEmpty();
    }

    /** Took hours when each of them was followed to the end of the string. */
    @Test
    void string_ofManyUnendedPlaceholders_isReadInNoTime() {
        String text = "${file:".repeat(1_000_000);

        assertThat(text(read(text))).isEqualTo(text);
        assertThat(asked).isEmpty();
    }

    @Test
    void resolver_isAskedOncePerPlaceholderInFileOrder() {
        assertThat(reader().read("c.json", "{b: ['${ONE}${TWO}', {a: '${file:x}'}], a: '${ONE}', '${KEY}': 1}")
                        .problems())
                .isEmpty();

        assertThat(asked).containsExactly(env("ONE"), env("TWO"), file("x"), env("ONE"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{a: '${ONE}', b: '${TWO}', c: x}",
                "{a: '${ONE}', b: '${TWO}'",
                "{a: '${ONE}', b: '${TWO}', a: 1}",
                "{a: '${ONE}', b: '${TWO}'} x",
                "['${ONE}', '${TWO}']"
            })
    void resolver_brokenFile_isAskedOnceToo(String text) {
        assertThat(reader().read("c.json", text).problems()).isNotEmpty();

        assertThat(asked).containsExactly(env("ONE"), env("TWO"));
    }

    @Test
    void resolver_duplicateKey_isAskedOnceThoughTheFileIsReadTwice() {
        ConfigReader reader = reader(placeholder -> {
            asked.add(placeholder);
            return new Resolution.Secret("the " + asked.size() + ". answer");
        });

        ConfigDocument document =
                reader.read("c.json", "{a: '${ONE}', a: '${TWO}'}").orThrow();

        assertThat(text(document)).isEqualTo("the 2. answer");
        assertThat(asked).containsExactly(env("ONE"), env("TWO"));
    }

    @Test
    void resolver_tooLargeFile_isAskedForWhatWasRead() {
        ConfigReader reader =
                reader().toBuilder().limits(new ReadLimits(20, 10)).build();

        assertThat(reader.read("c.json", "{a: '${ONE}', b: '${TWO}'}").problems())
                .hasSize(1);
        assertThat(asked).containsExactly(env("ONE"));
    }

    @Test
    void missing_isListedWithItsPathAndReason() {
        ConfigReader reader = reader(
                placeholder -> new Resolution.Missing("environment variable [" + placeholder.name() + "] is not set"));

        assertThat(reader.read("c.json", "{a: {'b.c': 'x ${ONE} ${TWO}'},\n d: [1, '${env:three}']}")
                        .orThrow()
                        .unresolved())
                .extracting(one -> one.reason() + " at " + one.path() + " (" + one.position() + ")")
                .containsExactly(
                        "environment variable [ONE] is not set at a.\"b.c\" (c.json:1:13)",
                        "environment variable [TWO] is not set at a.\"b.c\" (c.json:1:13)",
                        "environment variable [three] is not set at d[1] (c.json:2:9)");
    }

    @Test
    void resolver_thatThrows_isAWarningWithoutItsMessage() {
        ConfigReader reader = reader(placeholder -> {
            throw new IllegalStateException("SECRET");
        });

        assertThat(reader.read("c.json", "{a: '${ONE}'}").problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("placeholder [ONE] could not be resolved: the resolver threw IllegalStateException "
                        + "at a (c.json:1:5); an error as soon as a component reads it");
    }

    @Test
    void resolvedValue_isNotResolvedAgain() {
        ConfigReader reader = reader(placeholder -> new Resolution.Secret("${TWO} $${ $1 \\"));

        assertThat(text(reader.read("c.json", "{a: '${ONE}'}").orThrow())).isEqualTo("${TWO} $${ $1 \\");
    }

    @Test
    void resolvedValue_isSecretUnderAnyKey() {
        ConfigDocument document = read("https://x/${PATH}");

        assertThat(document.root()).hasToString("{\"a\":\"***\"}");
        assertThat(document.root().value(0).isSecret()).isTrue();
    }

    @Test
    void resolvedValue_thatIsPublic_isShown() {
        ConfigReader reader = reader(placeholder -> placeholder.name().equals("HOME")
                ? new Resolution.Public("/home/me")
                : new Resolution.Secret("SECRET"));
        ConfigDocument document = reader.read("c.json", "{a: '${HOME}/x', b: '${HOME}${KEY}', token: '${HOME}'}")
                .orThrow();

        assertThat(document.root()).hasToString("{\"a\":\"/home/me/x\",\"b\":\"***\",\"token\":\"***\"}");
    }

    @Test
    void unchanged_staysAsItIsWrittenAndIsNoSecret() {
        assertThat(ConfigDocument.parse("c.json", "{a: '${ONE} $${TWO}'}").root())
                .hasToString("{\"a\":\"${ONE} ${TWO}\"}");
    }

    @Test
    void resolvedValue_takesPartInTheFingerprint() {
        ConfigDocument before = resolvedTo("one");
        ConfigDocument after = resolvedTo("two");

        assertThat(before).isNotEqualTo(after).isEqualTo(resolvedTo("one"));
        assertThat(before.fingerprint()).isNotEqualTo(after.fingerprint());
        assertThat(before.contentId()).isEqualTo(after.contentId());
        assertThat(before).isEqualTo(ConfigDocument.parse("c.json", "{a: 'one'}"));
    }

    @Test
    void keys_haveNoPlaceholders() {
        assertThat(reader().read("c.json", "{'${A}': 1}").orThrow().root().keys())
                .containsExactly("${A}");
        assertThat(asked).isEmpty();
    }

    @Test
    void maps_havePlaceholdersToo() {
        assertThat(text(reader().read("map", Map.of("a", "${A}")).orThrow())).isEqualTo("<A>");
    }

    @Test
    void reresolve_asksForWhatWasWritten() {
        String[] value = {"one"};
        ConfigReader reader = reader(placeholder -> new Resolution.Secret(value[0]));
        ConfigDocument before =
                reader.read("c.json", "{a: 'x-${A}', b: '$${A}', c: 1}").orThrow();
        value[0] = "two";
        ConfigDocument after = before.reresolve().orThrow();

        assertThat(text(before)).isEqualTo("x-one");
        assertThat(text(after)).isEqualTo("x-two");
        assertThat(after.root()).hasToString("{\"a\":\"***\",\"b\":\"${A}\",\"c\":1}");
        assertThat(after.nearestPosition("b")).isEqualTo(before.nearestPosition("b"));
    }

    @Test
    void reresolve_valueIsMissing_isUnresolved() {
        Resolution[] answer = {new Resolution.Secret("one")};
        ConfigDocument document =
                reader(placeholder -> answer[0]).read("c.json", "{a: '${A}'}").orThrow();
        answer[0] = new Resolution.Missing("gone");

        ConfigDocument again = document.reresolve().orThrow();
        assertThat(again.unresolved())
                .containsExactly(new ConfigDocument.Unresolved(
                        ConfigPath.of("a"), document.nearestPosition("a"), env("A"), "gone"));
        assertThat(text(again)).isEqualTo("${A}");
    }

    @Test
    void secret_isNotShownByItsAnswer() {
        assertThat(new Resolution.Secret("SECRET")).hasToString("Secret[***]");
    }

    private ConfigDocument read(String text) {
        return reader().read("c.json", "{a: " + JsonText.compact(text) + "}").orThrow();
    }

    private ConfigReader reader() {
        return reader(placeholder -> {
            asked.add(placeholder);
            return new Resolution.Secret("<" + placeholder.name() + ">");
        });
    }

    private static ConfigDocument resolvedTo(String value) {
        return reader(placeholder -> new Resolution.Secret(value))
                .read("c.json", "{a: '${A}'}")
                .orThrow();
    }

    private static ConfigReader reader(PlaceholderResolver resolver) {
        return ConfigReader.builder().placeholders(resolver).build();
    }

    private static @Nullable String text(ConfigDocument document) {
        return ((ConfigString) document.root().value(0)).value();
    }

    private static Placeholder env(String name) {
        return new Placeholder(Placeholder.Kind.ENVIRONMENT, name);
    }

    private static Placeholder file(String name) {
        return new Placeholder(Placeholder.Kind.FILE, name);
    }
}
