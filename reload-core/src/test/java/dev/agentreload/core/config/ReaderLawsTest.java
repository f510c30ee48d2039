// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import dev.agentreload.core.internal.tree.DocumentEditor;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds for every document and every path. */
class ReaderLawsTest {

    private static final int TRIES = 150;
    private static final String SECRET = "pl4nted-s3cret";

    private static final ConfigReader READER = ConfigReader.builder()
            .placeholders(placeholder -> placeholder.name().startsWith("GONE")
                    ? new Resolution.Missing("no value for " + placeholder.name())
                    : new Resolution.Secret(SECRET))
            .build();

    @Property(tries = TRIES)
    void document_howeverItIsWritten_isTheSame(
            @ForAll("objects") Map<String, @Nullable Object> object, @ForAll Random random) {
        ConfigDocument map = ConfigReader.standard().read("map", object).orThrow();
        ConfigDocument one = ConfigDocument.parse("one", new HandWritten(object, random).text());
        ConfigDocument other = ConfigDocument.parse("other", new HandWritten(object, random).text());

        assertThat(one).isEqualTo(other).isEqualTo(map).hasSameHashCodeAs(other);
        assertThat(one.fingerprint()).isEqualTo(other.fingerprint()).isEqualTo(map.fingerprint());
        assertThat(one.contentId()).isEqualTo(other.contentId()).isEqualTo(map.contentId());
    }

    @Property(tries = TRIES)
    void document_writtenAndRead_isTheSame(@ForAll("objects") Map<String, @Nullable Object> object) {
        ConfigDocument document = ConfigReader.standard().read("map", object).orThrow();

        assertThat(ConfigDocument.parse("text", JsonText.compact(object))).isEqualTo(document);
        assertThat(ConfigDocument.parse("text", JsonText.pretty(object))).isEqualTo(document);
        assertThat(ConfigDocument.parse("text", document.root().toString())).isEqualTo(document);
    }

    @Property(tries = TRIES)
    void document_oneValueChanged_isAnother(
            @ForAll("objects") Map<String, @Nullable Object> object, @ForAll Random random) {
        ConfigDocument document = ConfigReader.standard().read("map", object).orThrow();
        List<ConfigPath> paths =
                new ArrayList<>(new HandWritten(object, random).positions().keySet());
        paths.remove(ConfigPath.root());
        if (!paths.isEmpty()) {
            ConfigPath path = paths.get(random.nextInt(paths.size()));
            DocumentEditor editor = new DocumentEditor(document);
            editor.replace(
                    path, ConfigDocument.parse("x", "{a: 'changed'}").root().value(0));

            assertThat(editor.toDocument()).isNotEqualTo(document);
            assertThat(editor.toDocument().contentId()).isNotEqualTo(document.contentId());
        }
    }

    @Property(tries = TRIES)
    void position_ofEveryValue_isThatOfItsFirstCharacter(
            @ForAll("objects") Map<String, @Nullable Object> object, @ForAll Random random) {
        HandWritten written = new HandWritten(object, random);
        ConfigDocument document = ConfigDocument.parse("file", written.text());

        written.positions()
                .forEach((path, position) -> assertThat(
                                document.find(path).orElseThrow().position())
                        .as(() -> path + " in " + written.text())
                        .hasToString(position));
    }

    /** A reader remembers keys: what they were must make no difference. */
    @Property(tries = TRIES)
    void document_readAfterOthers_isAsIfItWereTheFirst(
            @ForAll("objects") Map<String, @Nullable Object> before,
            @ForAll("objects") Map<String, @Nullable Object> object,
            @ForAll Random random) {
        byte[] text = new HandWritten(object, random).text().getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(text, random.nextInt(text.length));
        ConfigReader used = ConfigReader.standard();
        used.read("file", new HandWritten(before, random).text());
        used.read("file", cut);
        used.read("file", new HandWritten(object, random).text());

        assertThat(used.read("file", cut).problems())
                .isEqualTo(ConfigReader.standard().read("file", cut).problems());
        assertIdentical(
                used.read("file", text).orThrow(),
                ConfigReader.standard().read("file", text).orThrow());
    }

    private static void assertIdentical(ConfigDocument document, ConfigDocument expected) {
        assertThat(document).isEqualTo(expected).hasSameHashCodeAs(expected);
        assertIdentical(document.root(), expected.root());
    }

    private static void assertIdentical(ConfigNode node, ConfigNode expected) {
        assertThat(node.position()).isEqualTo(expected.position());
        assertThat(node.isSecret()).isEqualTo(expected.isSecret());
        assertThat(node.fingerprint()).isEqualTo(expected.fingerprint());
        if (node instanceof ConfigObject object) {
            assertThat(object.keys()).isEqualTo(((ConfigObject) expected).keys());
            object.forEach((key, value) ->
                    assertIdentical(value, ((ConfigObject) expected).find(key).orElseThrow()));
        } else if (node instanceof ConfigArray array) {
            for (int i = 0; i < array.size(); i++) {
                assertIdentical(array.element(i), ((ConfigArray) expected).element(i));
            }
        }
    }

    @Property(tries = TRIES)
    void path_printedAndParsed_isTheSame(@ForAll("paths") ConfigPath path) {
        ConfigPath parsed = ConfigPath.parse(path.toString());

        assertThat(parsed).isEqualTo(path).hasSameHashCodeAs(path).hasToString(path.toString());
        assertThat(parsed.segments()).isEqualTo(path.segments());
    }

    @Property(tries = TRIES)
    void path_ofAnyText_isRefusedWithAColumnOrPrintsAndParses(@ForAll("pathTexts") String text) {
        try {
            ConfigPath path = ConfigPath.parse(text);
            assertThat(ConfigPath.parse(path.toString())).isEqualTo(path);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s)bad path \\[.*]: expected .* at column [0-9]+");
        }
    }

    @Property(tries = TRIES)
    void document_withSecrets_showsNone(@ForAll("secretObjects") Map<String, @Nullable Object> object) {
        ConfigDocument document = READER.read("map", object).orThrow();
        ConfigDocument rotated = READER.read("map", rotated(object)).orThrow();

        assertShowsNothing(document.root().toString());
        assertShowsNothing(document + JsonText.pretty(Map.of("root", document.root())));
        assertThat(rotated.contentId()).isEqualTo(document.contentId());
        assertThat(rotated.root()).hasToString(document.root().toString());
    }

    @Property(tries = TRIES)
    void brokenText_withSecrets_showsNoneInItsProblems(
            @ForAll("secretObjects") Map<String, @Nullable Object> object, @ForAll Random random) {
        byte[] text = new HandWritten(object, random).text().getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(text, random.nextInt(text.length));
        byte[] changed = text.clone();
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);

        for (byte[] broken : List.of(cut, changed)) {
            List<ConfigProblem> problems = READER.read("broken", broken).problems();
            problems.stream().filter(problem -> !isAtASecretKey(problem)).forEach(problem -> {
                assertShowsNothing(problem.toString());
                assertShowsNothing(problem.toMap().toString());
            });
        }
    }

    /** A lost quote or colon can make a key of a value; what a colon follows is a key. */
    private static boolean isAtASecretKey(ConfigProblem problem) {
        return problem.path().segments().stream()
                .anyMatch(segment -> segment.capture().contains(SECRET));
    }

    private static void assertShowsNothing(String shown) {
        assertThat(shown).doesNotContain(SECRET);
    }

    private static Map<String, @Nullable Object> rotated(Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> rotated = new LinkedHashMap<>();
        object.forEach((key, value) -> rotated.put(key, rotated(value)));
        return rotated;
    }

    private static @Nullable Object rotated(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> rotated = new LinkedHashMap<>();
            map.forEach((key, member) -> rotated.put(key, rotated(member)));
            return rotated;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> rotated = new ArrayList<>();
            list.forEach(element -> rotated.add(rotated(element)));
            return rotated;
        }
        return value instanceof String text ? text.replace(SECRET, SECRET + "-rotated") : value;
    }

    @Provide
    Arbitrary<Map<String, @Nullable Object>> objects() {
        return objects(keys(), Arbitraries.oneOf(texts(), scalars()));
    }

    /** Objects in which every string is secret: by its key, by its origin, or as a part of a URL. */
    @Provide
    Arbitrary<Map<String, @Nullable Object>> secretObjects() {
        Arbitrary<Object> byOrigin = Arbitraries.of("${KEY}", "x-${file:a}-${KEY}", "https://u:" + SECRET + "@host/p");
        Arbitrary<String> secretKeys = Arbitraries.of("token", "api_key", "headers", "env", "clientSecret");
        Arbitrary<Object> byKey = objects(Arbitraries.of("a", "b.c", "n"), Arbitraries.of(SECRET, SECRET + " x"))
                .map(object -> object);
        Arbitrary<Object> secrets =
                Arbitraries.maps(secretKeys, byKey).ofMaxSize(2).map(object -> object);
        return objects(keys(), Arbitraries.oneOf(byOrigin, secrets, scalars()));
    }

    private static Arbitrary<Map<String, @Nullable Object>> objects(
            Arbitrary<String> keys, Arbitrary<? extends Object> leaves) {
        Arbitrary<Object> values = Arbitraries.recursive(
                () -> leaves.map(leaf -> (Object) leaf),
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(list -> (Object) list),
                        Arbitraries.maps(keys, inner).ofMaxSize(3).map(map -> (Object) map)),
                0,
                3);
        return Combinators.combine(
                        Arbitraries.maps(keys, values).ofMaxSize(5),
                        Arbitraries.of("", "a", "nothing"),
                        Arbitraries.of(0, 1))
                .as(ReaderLawsTest::withNulls);
    }

    private static Map<String, @Nullable Object> withNulls(Map<String, Object> object, String key, int nulls) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(object);
        if (nulls > 0) {
            all.put(key, null);
        }
        return all;
    }

    private static Arbitrary<Object> scalars() {
        Arbitrary<BigDecimal> numbers = Arbitraries.oneOf(
                Arbitraries.bigDecimals().ofScale(4),
                Arbitraries.longs().map(BigDecimal::valueOf),
                Arbitraries.of("0", "1e400", "-1.50", "9223372036854775808", "1e-400")
                        .map(BigDecimal::new));
        return Arbitraries.oneOf(numbers.map(number -> (Object) number), Arbitraries.of(true, false));
    }

    /** Texts without placeholders, which would not be what is read. */
    private static Arbitrary<Object> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars("ab'\"\\/{}[]:,*#$ \n\t\u0000\u00e9\u6f22\u2028")
                        .ofMaxLength(20)
                        .filter(text -> !text.contains("${")),
                Arbitraries.of("", "plain ascii text that is longer than eight bytes", "\uD83D\uDE00", "\uD83D"));
    }

    private static Arbitrary<String> keys() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "a",
                        "b",
                        "a.b",
                        "gpt-4.1",
                        "[0]",
                        "two words",
                        "*",
                        "5",
                        "\uD83D\uDE00",
                        "it's \"so\"",
                        "@#*+"),
                Arbitraries.strings()
                        .withChars("ab.[]\"'/\\*~#=$% \t\u00e9\u6f22")
                        .ofMaxLength(4));
    }

    @Provide
    Arbitrary<ConfigPath> paths() {
        Arbitrary<String> names =
                Arbitraries.oneOf(keys(), Arbitraries.strings().ofMaxLength(5));
        Arbitrary<PathSegment> segments = Arbitraries.oneOf(
                names.map(PathSegment.Key::new),
                Arbitraries.integers().greaterOrEqual(0).map(PathSegment.Index::new),
                names.flatMap(key ->
                        names.map(value -> new PathSegment.Identity(key, ConfigNode.Kind.STRING, value, key.length()))),
                scalars().map(value -> identity(value)));
        return segments.list().ofMaxSize(5).map(ConfigPath::of);
    }

    private static PathSegment identity(Object value) {
        ConfigDocument document =
                ConfigReader.standard().read("x", Map.of("a", value)).orThrow();
        return PathSegment.Identity.of("id", document.root().value(0), 1);
    }

    @Provide
    Arbitrary<String> pathTexts() {
        return Arbitraries.strings()
                .withChars("a1.[]=#\"\\*$ -\u00e9\uD83D\uDE00")
                .ofMaxLength(12);
    }
}
