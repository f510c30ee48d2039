// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Binding values to a host's own types, and all that can be wrong with them. */
class DocumentBindTest {

    @Test
    void as_recordOfEveryKind_isBuilt() {
        Everything bound = bind("""
                {
                  text: 'a', whole: 1, big: 9007199254740993, decimal: 0.1, flag: true, mode: 'Hybrid',
                  numbers: [1, 2], tags: ['x', 'x'], limits: {tokens: 5, window: 2.5},
                  byName: {'a.b': {tokens: 1, window: 1}}, id: '00000000-0000-0001-0000-000000000002'
                }""", Everything.class).orThrow();

        assertThat(bound)
                .isEqualTo(new Everything(
                        "a",
                        1,
                        9_007_199_254_740_993L,
                        new BigDecimal("0.1"),
                        true,
                        Mode.HYBRID,
                        List.of(1, 2),
                        Set.of("x"),
                        new Limits(5, 2.5),
                        Map.of("a.b", new Limits(1, 1)),
                        new UUID(1, 2),
                        null));
    }

    @Test
    void as_everythingIsWrong_isReportedAtOnce() {
        Parsed<Everything> binding = bind("""
                {
                  text: 5, whole: 1.5, big: 'x', decimal: '0.1', flag: 'true', mode: 'warm',
                  numbers: [1, 'two', 3, 4.5], tags: 'x', limits: {tokens: null, windw: 2.5},
                  byName: {a: [], b: {tokens: 1, window: 1, note: 1}}, id: 'me', note: {}, extra: 1
                }""", Everything.class);

        assertThat(binding.problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "found a number at x.text (host.json:2:9); expected a string",
                        "found a number at x.whole (host.json:2:19); expected a whole number",
                        "found a string at x.big (host.json:2:29); expected a whole number",
                        "found a string at x.decimal (host.json:2:43); expected a number",
                        "found a string at x.flag (host.json:2:56); expected true or false",
                        "found a string at x.mode (host.json:2:70); expected one of [hot, hybrid]",
                        "found a string at x.numbers[1] (host.json:3:16); expected a whole number",
                        "found a number at x.numbers[3] (host.json:3:26); expected a whole number",
                        "found a string at x.tags (host.json:3:38); expected a list",
                        "missing value at x.limits.window (host.json:3:51); expected a number",
                        "found null at x.limits.tokens (host.json:3:60); expected a whole number",
                        "unknown key [windw] at x.limits.windw (host.json:3:73); did you mean [window]?",
                        "found a list at x.byName.a (host.json:4:15); expected an object",
                        "unknown key [note] at x.byName.b.note (host.json:4:51)",
                        "found a string at x.id (host.json:4:60); expected a value that UUID accepts",
                        "found an object at x.note (host.json:4:72); expected a string",
                        "unknown key [extra] at x.extra (host.json:4:83)");
    }

    @Test
    void as_valueThatIsAbsent_isAProblemAtTheNearestPlace() {
        assertThat(bind("{}", "x.y", Limits.class).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("no value at x.y (host.json:1:4); expected an object");
    }

    @Test
    void as_explicitNull_isAProblem() {
        assertThat(bind("null", Limits.class).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("found null at x (host.json:1:4); expected an object");
    }

    @Test
    void as_valueOfAnotherKind_isAProblem() {
        assertThat(bind("[]", Limits.class).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("found a list at x (host.json:1:4); expected an object");
    }

    @Test
    void as_components_areRequiredUnlessNullable() {
        assertThat(bind("{}", Optionals.class).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "missing value at x.name (host.json:1:4); expected a string",
                        "missing value at x.size (host.json:1:4); expected a whole number");
        assertThat(bind("{name: 'a', size: 1}", Optionals.class).orThrow())
                .isEqualTo(new Optionals("a", 1, null, null));
        assertThat(bind("{name: 'a', size: 1, note: null, other: null}", Optionals.class)
                        .orThrow())
                .isEqualTo(new Optionals("a", 1, null, null));
        assertThat(bind("{name: 'a', size: 1, note: 'n', other: [1]}", Optionals.class)
                        .orThrow())
                .isEqualTo(new Optionals("a", 1, "n", List.of(1)));
    }

    @ParameterizedTest
    @CsvSource({"hot", "HOT", "Hot"})
    void as_enum_isReadInAnyCase(String name) {
        assertThat(bind("'" + name + "'", Mode.class).orThrow()).isEqualTo(Mode.HOT);
    }

    @Test
    void as_enumByItsNumber_isAProblem() {
        assertThat(bind("1", Mode.class).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("found a number at x (host.json:1:4); expected one of [hot, hybrid]");
    }

    @ParameterizedTest
    @CsvSource({"1", "1.0", "1e0", "0.1e1"})
    void as_wholeNumber_isReadHoweverItIsWritten(String number) {
        assertThat(bind(number, Integer.class).orThrow()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3000000000 | a whole number that int can hold",
                "9223372036854775808 | a whole number that int can hold",
                "1.5        | a whole number",
                "true       | a whole number",
                "{}         | a whole number"
            })
    void as_numberThatDoesNotFit_isAProblem(String json, String expectation) {
        assertThat(bind("{tokens: " + json + ", window: 1}", Limits.class).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).hasToString("x.tokens");
                    assertThat(problem.position()).hasToString("host.json:1:13");
                    assertThat(problem.hint()).isEqualTo("expected " + expectation);
                });
    }

    @Test
    void as_scalar_isBoundByItself() {
        assertThat(bind("'a'", String.class).orThrow()).isEqualTo("a");
        assertThat(bind("true", boolean.class).orThrow()).isTrue();
        assertThat((Object) bind("[1, null]", List.class).orThrow()).isEqualTo(Arrays.asList(1, null));
        assertThat((Object) bind("{a: [{}]}", Map.class).orThrow()).isEqualTo(Map.of("a", List.of(Map.of())));
    }

    @Test
    void as_whatAConstructorRefuses_isAProblemOfItsValueWithoutItsMessage() {
        assertThat(bind("{tokens: -1, window: 1}", Limits.class).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("found an object at x (host.json:1:4); expected a value that Limits accepts");
        assertThat(bind("[{tokens: 1, window: 1}, {tokens: -1, window: 1}]", Limits[].class)
                        .problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("found an object at x[1] (host.json:1:29); expected a value that Limits accepts");
    }

    @Test
    void as_secret_isBoundAndNeverQuoted() {
        Parsed<Keys> bound = bind("{apiKey: 'SECRET-1', port: 1}", Keys.class);
        Parsed<Keys> refused = bind("{apiKey: ['SECRET-2'], port: 'SECRET-3', 'SECRET-4': 1}", Keys.class);

        assertThat(bound.orThrow().apiKey()).isEqualTo("SECRET-1");
        assertThat(bound).hasToString("Success[***, problems=[]]");
        assertThat(refused.problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "found a list at x.apiKey (host.json:1:13); expected a string",
                        "found a string at x.port (host.json:1:33); expected a whole number",
                        "unknown key [SECRET-4] at x.SECRET-4 (host.json:1:57)");
    }

    @Test
    void as_namesGivenToJackson_areTheKeys() {
        assertThat(bind("{'model-id': 'a', ttl: 5}", Renamed.class).orThrow()).isEqualTo(new Renamed("a", 5));
        assertThat(bind("{model: 'a', timeToLive: '5', 'model-ID': 1}", Renamed.class)
                        .problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "missing value at x.model-id (host.json:1:4); expected a string",
                        "unknown key [model] at x.model (host.json:1:12)",
                        "found a string at x.timeToLive (host.json:1:29); expected a whole number",
                        "unknown key [model-ID] at x.model-ID (host.json:1:46); did you mean [model-id]?");
    }

    @Test
    void as_recordThatTellsJacksonMore_isLeftToJackson() {
        assertThat(bind("{port: 80}", Served.class).orThrow()).isEqualTo(new Served(new Port(80)));
        assertThat(bind("{port: 'x'}", Served.class).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("found a string at x.port (host.json:1:11); expected a value that Port accepts");
    }

    @Test
    void as_classWithFields_isBuiltAndItsUnknownKeysAreReported() {
        Bean bean = bind("{a: 'x', inner: {b: 2, limits: {tokens: 1, window: 1}}}", Bean.class)
                .orThrow();

        assertThat(bean.a).isEqualTo("x");
        assertThat(bean.inner.b).isEqualTo(2);
        assertThat(bean.inner.limits).isEqualTo(new Limits(1, 1));
        assertThat(bind("{c: 1, inner: {d: 1, b: 2}, e: 1}", Bean.class).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "unknown key [c] at x.c (host.json:1:8)",
                        "unknown key [d] at x.inner.d (host.json:1:22)",
                        "unknown key [e] at x.e (host.json:1:35)");
        assertThat(bind("{inner: {b: 'two'}}", Bean.class).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("found a string at x.inner.b (host.json:1:16); expected a whole number");
    }

    @Test
    void as_recordInsideOfAClass_needsItsComponentsToo() {
        assertThat(bind("{inner: {b: 1, limits: {tokens: 1}}}", Bean.class).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("missing value at x.inner.limits.window (host.json:1:27); expected a number");
    }

    @Test
    void as_typeThatCannotBeBuilt_isMisuse() {
        assertThatThrownBy(() -> bind("{}", Runnable.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no way to build [java.lang.Runnable], of which [java.lang.Runnable] consists")
                .hasNoCause();
        assertThatThrownBy(() -> bind("{name: 'SECRET'}", Holder.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no way to build [java.util.Optional<java.lang.String>], of which ["
                        + Holder.class.getName() + "] consists")
                .hasNoCause();
    }

    @Test
    void orThrow_refused_throwsAllProblemsWithoutACause() {
        Parsed<Limits> refused = bind("{tokens: 'SECRET', window: []}", Limits.class);

        assertThatThrownBy(refused::orThrow)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("found a string at x.tokens (host.json:1:13); expected a whole number\n"
                        + "found a list at x.window (host.json:1:31); expected a number")
                .hasNoCause();
    }

    private static <T> Parsed<T> bind(String json, Class<T> type) {
        return bind(json, "x", type);
    }

    private static <T> Parsed<T> bind(String json, String path, Class<T> type) {
        return ConfigDocument.parse("host.json", "{x:" + json + "}").bind(path, type);
    }

    private enum Mode {
        HOT,
        HYBRID
    }

    private record Limits(int tokens, double window) {

        private Limits {
            if (tokens < 0) {
                throw new IllegalArgumentException("SECRET");
            }
        }
    }

    private record Everything(
            String text,
            int whole,
            long big,
            BigDecimal decimal,
            boolean flag,
            Mode mode,
            List<Integer> numbers,
            Set<String> tags,
            Limits limits,
            Map<String, Limits> byName,
            UUID id,
            @Nullable String note) {}

    private record Optionals(
            String name,
            int size,
            @Nullable String note,
            @Nullable List<Integer> other) {}

    private record Keys(String apiKey, int port) {}

    private record Renamed(
            @JsonProperty("model-id") String model,
            @JsonAlias("ttl") int timeToLive) {}

    private record Port(@JsonValue int number) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Port of(int number) {
            return new Port(number);
        }
    }

    private record Served(Port port) {}

    private record Holder(Optional<String> name) {}

    private static final class Bean {

        @JsonProperty
        private String a = "";

        @JsonProperty
        private Inner inner = new Inner();
    }

    private static final class Inner {

        @JsonProperty
        private int b;

        @JsonProperty
        private @Nullable Limits limits;
    }
}
