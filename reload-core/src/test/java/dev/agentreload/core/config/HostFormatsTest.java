// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps, a host's Jackson trees and other formats give the same tree as JSON. */
class HostFormatsTest {

    private static final String JSON = """
            {"name": "main", "token": "t", "list": [1, 2.5, true, null, "x"], "nested": {"a.b": {}, "c": []}}""";

    private static final ConfigReader READER = ConfigReader.standard();

    @Test
    void map_sameContent_isTheSameDocument() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", CharBuffer.wrap("main"));
        map.put("token", "t");
        map.put("list", Arrays.asList(1, 2.5, true, null, "x"));
        map.put("nested", Map.of("a.b", Map.of(), "c", new TreeSet<String>()));

        ConfigDocument document = READER.read("map", map).orThrow();

        assertSameAsJson(document);
        assertThat(document.root().keys()).containsExactly("name", "token", "list", "nested");
        assertThat(document.nearestPosition("token")).hasToString("map");
    }

    @Test
    void map_numbersOfEveryType_areNumbers() {
        List<Object> numbers = List.of(
                (byte) 1, (short) 1, 1, 1L, 1f, 1d, BigInteger.ONE, BigDecimal.ONE, new BigDecimal("1.000"), 1e0);
        ConfigArray list = (ConfigArray)
                READER.read("map", Map.of("a", numbers)).orThrow().root().value(0);

        assertThat(list.elements()).allMatch(element -> element.equals(list.element(0)));
        assertThat(list.element(0)).hasToString("1");
    }

    @Test
    void map_whatIsNoConfiguration_isMisuse() {
        assertRefused(
                Map.of("a", List.of(1, new Object())),
                "no configuration value: an instance of java.lang.Object at a[1]");
        assertRefused(Map.of("a", Double.NaN), "no configuration value: an instance of java.lang.Double at a");
        assertRefused(Map.of("a", 'x'), "no configuration value: an instance of java.lang.Character at a");
        assertRefused(Map.of("a", Map.of(1, 2)), "a key that is no string below a");
        assertRefused(Map.of("a", Collections.singletonMap(null, 1)), "a key that is no string below a");
    }

    @Test
    void map_editedAfterwards_doesNotChangeTheDocument() {
        List<Object> list = new ArrayList<>(List.of(1));
        Map<String, Object> map = new HashMap<>(Map.of("a", list));
        ConfigDocument document = READER.read("map", map).orThrow();
        list.add(2);
        map.put("b", 3);

        assertThat(document.root()).hasToString("{\"a\":[1]}");
        assertThat(document).isEqualTo(READER.read("json", "{a: [1]}").orThrow());
    }

    @Test
    void bytes_editedAfterwards_doNotChangeTheDocument() {
        byte[] bytes = "{\"a\": \"plain text\"}".getBytes(StandardCharsets.UTF_8);
        ConfigDocument document = READER.read("bytes", bytes).orThrow();
        Arrays.fill(bytes, (byte) 'x');

        assertThat(document.root()).hasToString("{\"a\":\"plain text\"}");
    }

    @Test
    void lists_ofADocument_cannotBeChanged() {
        ConfigObject root = READER.read("json", JSON).orThrow().root();
        ConfigArray list = (ConfigArray) root.find("list").orElseThrow();

        assertThatThrownBy(() -> root.keys().set(0, "x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> root.values().set(0, list)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> list.elements().set(0, list)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> READER.read("json", "x").problems().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void jacksonTree_sameContent_isTheSameDocument() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode tree = nodes.objectNode().put("name", "main").put("token", "t");
        tree.putArray("list").add(1L).add(2.5f).add(true).addNull().add("x");
        tree.putObject("nested").<ObjectNode>set("a.b", nodes.objectNode()).putArray("c");

        ConfigDocument document = JacksonBridge.read(READER, "tree", tree).orThrow();

        assertSameAsJson(document);
        assertThat(document.nearestPosition("list[0]")).hasToString("tree");
    }

    @Test
    void jacksonTree_editedAfterwards_doesNotChangeTheDocument() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode list = tree.putArray("a").add(1);
        ConfigDocument document = JacksonBridge.read(READER, "tree", tree).orThrow();
        list.add(2);

        assertThat(document.root()).hasToString("{\"a\":[1]}");
    }

    @Test
    void jacksonTree_whatIsNoConfiguration_isAProblem() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("bytes", new byte[] {1});
        tree.set("pojo", new POJONode(List.of("SECRET")));
        tree.put("nan", Double.NaN);

        assertProblems(
                JacksonBridge.read(READER, "tree", tree),
                "unsupported value at bytes (tree); expected text, a number, true, false, null, an object or a list",
                "unsupported value at pojo (tree); expected text, a number, true, false, null, an object or a list",
                "number out of range at nan (tree); expected at most 1000 digits and an exponent of at most 9999");
    }

    @Test
    void jacksonTree_thatIsNoObject_isAProblem() {
        assertProblems(
                JacksonBridge.read(READER, "tree", JsonNodeFactory.instance.arrayNode()),
                "found a list at $ (tree); expected an object");
        assertProblems(
                JacksonBridge.read(READER, "tree", JsonNodeFactory.instance.nullNode()),
                "found null at $ (tree); expected an object");
    }

    @Test
    void jacksonTree_missing_hasNoContent() {
        assertProblems(
                JacksonBridge.read(READER, "tree", MissingNode.getInstance()),
                "no content at $ (tree); expected an object; an empty one is {}");
    }

    @Test
    void jacksonTree_tooDeep_isAProblem() {
        JsonNode tree = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 200_000; i++) {
            tree = JsonNodeFactory.instance.objectNode().set("a", tree);
        }

        assertThat(JacksonBridge.read(READER, "tree", tree).problems())
                .extracting(ConfigProblem::message)
                .containsExactly("nested too deep");
    }

    @Test
    void hostFactory_withALimitOfItsOwn_isReportedInOurWords() {
        com.fasterxml.jackson.core.JsonFactory small = com.fasterxml.jackson.core.JsonFactory.builder()
                .streamReadConstraints(com.fasterxml.jackson.core.StreamReadConstraints.builder()
                        .maxStringLength(5)
                        .build())
                .build();

        assertProblems(
                JacksonBridge.read(READER, "c.json", bytes("{\"a\": 1, \"b\": \"SECRET-1\", \"c\": 1}"), small),
                "beyond a limit of the parser at b (c.json); expected less, or a factory that allows it");
    }

    @Test
    void hostFactory_strict_refusesWhatItsParserDoes() {
        assertProblems(
                JacksonBridge.read(
                        READER,
                        "c.json",
                        bytes("{\"a\": 1, // SECRET\n}"),
                        new com.fasterxml.jackson.core.JsonFactory()),
                "syntax error at a (c.json:1:10); expected JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1, \"a\": 2} {} | text after the end of the document at $ (c.other:1:18); expected nothing more",
                "[1] | found a list at $ (c.other:1:1); expected an object",
                "{\"a\": [SECRET | syntax error at a[0] (c.other:1:8); expected OTHER"
            })
    void hostFactory_ofAnotherFormat_isReportedInOurWords(String text, String problem) {
        ReadResult result = JacksonBridge.read(READER, "c.other", bytes(text), new Named("OTHER"));

        assertThat(result.problems()).last().hasToString(problem);
    }

    /** Its tokens lose anchors: an alias would be read as the name of its anchor. */
    @Test
    void hostFactory_ofYaml_isMisuse() {
        assertThatThrownBy(() -> JacksonBridge.read(READER, "c.yaml", bytes("{}"), new Named("YAML")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Jackson's tokens lose the anchors of YAML; read it with ConfigReader.readYaml");
    }

    @SuppressWarnings("serial") // no test stores a factory
    private static final class Named extends com.fasterxml.jackson.core.JsonFactory {

        private final String format;

        Named(String format) {
            this.format = format;
        }

        @Override
        public String getFormatName() {
            return format;
        }
    }

    private static void assertSameAsJson(ConfigDocument document) {
        ConfigDocument json = READER.read("c.json", JSON).orThrow();

        assertThat(document).isEqualTo(json);
        assertThat(document.fingerprint()).isEqualTo(json.fingerprint());
        assertThat(document.contentId()).isEqualTo(json.contentId());
        assertThat(document.find("token").orElseThrow().isSecret()).isTrue();
    }

    private static void assertRefused(Map<String, ?> map, String message) {
        assertThatThrownBy(() -> READER.read("map", map))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static void assertProblems(ReadResult result, String... problems) {
        assertThat(result.problems()).extracting(ConfigProblem::toString).containsExactly(problems);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
