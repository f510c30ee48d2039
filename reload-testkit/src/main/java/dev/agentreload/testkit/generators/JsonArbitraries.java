// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.generators;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generates values of any shape. */
final class JsonArbitraries {

    private static final int DEPTH = 2;
    private static final int WIDTH = 3;
    private static final double PRESENCE = 0.35;

    private static final List<String> ODD_KEYS = List.of(
            "",
            ".",
            "a.b",
            "/",
            "a/b",
            "~1",
            "[0]",
            "x]y",
            "[id=a]",
            "\"",
            "it's",
            "two words",
            "*",
            "$",
            "#2",
            "50%",
            "back\\slash",
            "line\nbreak",
            "\u0000",
            "\u00e9",
            "\u043a\u043b\u044e\u0447",
            "\uD83D\uDE00",
            "id=a",
            "true",
            "5",
            "-");

    private JsonArbitraries() {}

    static Arbitrary<String> oddKeys() {
        return Arbitraries.oneOf(
                Arbitraries.of(ODD_KEYS),
                Arbitraries.strings()
                        .withChars("ab.[]\"'/\\*~#=$% \t\u00e9\u6f22")
                        .ofMaxLength(4));
    }

    static Arbitrary<Json> anyValues() {
        return Arbitraries.recursive(JsonArbitraries::scalars, JsonArbitraries::containers, 0, DEPTH)
                .withoutEdgeCases();
    }

    static Arbitrary<Json> scalars() {
        return Arbitraries.oneOf(texts(), numbers(), flags(), Arbitraries.just(new Json.Null()));
    }

    static Arbitrary<Json> texts() {
        return Arbitraries.oneOf(Arbitraries.of("", "a", "b", "x y", "1", "true", "null"), oddKeys())
                .map(Json.Text::new);
    }

    static Arbitrary<Json> numbers() {
        Arbitrary<BigDecimal> any = Arbitraries.bigDecimals()
                .between(BigDecimal.valueOf(-1_000_000), BigDecimal.valueOf(1_000_000))
                .ofScale(3);
        Arbitrary<BigDecimal> edge = Arbitraries.of("0", "-0.0", "1", "1.0", "1e3", "9223372036854775808", "1e-400")
                .map(BigDecimal::new);
        return Arbitraries.oneOf(Arbitraries.integers().between(-3, 30).map(BigDecimal::valueOf), edge, any)
                .map(Json.Numeral::new);
    }

    static Arbitrary<Json> flags() {
        return Arbitraries.of(true, false).map(Json.Flag::new);
    }

    private static Arbitrary<Json> containers(Arbitrary<Json> values) {
        return Arbitraries.oneOf(
                Arbitraries.maps(ConfigArbitraries.keys(), values)
                        .ofMaxSize(WIDTH)
                        .map(Json.Members::new),
                listOf(values));
    }

    static Arbitrary<Json> listOf(Arbitrary<? extends Json> elements) {
        return elements.list().ofMaxSize(WIDTH).map(all -> new Json.Elements(List.copyOf(all)));
    }

    static Arbitrary<Json> mapOf(Arbitrary<String> keys, Arbitrary<? extends Json> values) {
        return Arbitraries.maps(keys, values.map(value -> (Json) value))
                .ofMaxSize(WIDTH)
                .map(Json.Members::new);
    }

    static Arbitrary<Json> text(String... values) {
        return Arbitraries.of(values).map(Json.Text::new);
    }

    static Arbitrary<Json> secret() {
        return Arbitraries.integers().between(1, 5).map(number -> new Json.Text(ConfigArbitraries.SECRET + number));
    }

    /** Generates objects with some of these members, in their order. */
    static Arbitrary<Json.Members> someOf(Map<String, Arbitrary<Json>> members) {
        List<String> keys = List.copyOf(members.keySet());
        List<Arbitrary<Optional<Json>>> values =
                members.values().stream().map(value -> value.optional(PRESENCE)).toList();
        return Combinators.combine(values).as(chosen -> zip(keys, chosen)).withoutEdgeCases();
    }

    private static Json.Members zip(List<String> keys, List<Optional<Json>> values) {
        Map<String, Json> byKey = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            values.get(i).ifPresent(value -> byKey.put(key, value));
        }
        return new Json.Members(byKey);
    }

    /** Generates lists whose elements have identities: mostly all different, sometimes repeated, rarely missing. */
    static Arbitrary<Json> identified(String key, Arbitrary<Json.Members> elements) {
        Arbitrary<Json> id = Arbitraries.frequencyOf(
                Tuple.of(6, text("main", "coder", "a", "b", "gpt-4.1", "openai/gpt-5")),
                Tuple.of(1, text("", "5", "true", "two words", "x]y", "\uD83D\uDE00")),
                Tuple.of(1, Arbitraries.of(5, 7).map(number -> new Json.Numeral(BigDecimal.valueOf(number)))),
                Tuple.of(1, Arbitraries.just(new Json.Flag(true))));
        Arbitrary<Json.Members> named =
                Combinators.combine(id, elements).as((value, element) -> with(key, value, element));
        Arbitrary<List<Json.Members>> distinct = named.list()
                .ofMaxSize(4)
                .uniqueElements(element -> requireNonNull(element.byKey().get(key)));
        Arbitrary<Json> flawed = Arbitraries.oneOf(elements.map(element -> (Json) element), scalars());
        return Arbitraries.frequencyOf(
                        Tuple.of(6, distinct.map(JsonArbitraries::list)),
                        Tuple.of(3, named.list().ofMaxSize(4).map(JsonArbitraries::list)),
                        Tuple.of(
                                1,
                                Arbitraries.oneOf(flawed, named.map(element -> (Json) element))
                                        .list()
                                        .ofMaxSize(3)
                                        .map(JsonArbitraries::list)))
                .withoutEdgeCases();
    }

    private static Json list(List<? extends Json> elements) {
        return new Json.Elements(List.copyOf(elements));
    }

    private static Json.Members with(String key, Json value, Json.Members element) {
        Map<String, Json> byKey = new LinkedHashMap<>();
        byKey.put(key, value);
        byKey.putAll(element.byKey());
        return new Json.Members(byKey);
    }

    /** Joins two objects; the members of the first stay. */
    static Json.Members joined(Json.Members one, Json.Members other) {
        Map<String, Json> byKey = new LinkedHashMap<>(one.byKey());
        other.byKey().forEach(byKey::putIfAbsent);
        return new Json.Members(byKey);
    }

    /** Returns a map that keeps the order of what is put into it, from keys and values in turn. */
    @SafeVarargs
    static Map<String, Arbitrary<Json>> members(Map.Entry<String, Arbitrary<Json>>... entries) {
        Map<String, Arbitrary<Json>> members = new LinkedHashMap<>();
        for (Map.Entry<String, Arbitrary<Json>> entry : entries) {
            members.put(entry.getKey(), entry.getValue());
        }
        return members;
    }
}
