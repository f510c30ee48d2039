// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths as values, and where they lead in a document. */
class ConfigPathTest {

    private static final ConfigDocument DOCUMENT = ConfigDocument.parse("config.json", """
            {
              "agents": {"list": [
                {"id": "main", "model": "a"},
                {"id": 5, "model": "b"},
                {"id": "main", "model": "c"},
                {"id": "5", "model": "d"},
                {"id": true, "model": "e"},
                {"id": 1.50, "model": "f"},
                {"model": "g"},
                "main"
              ]},
              "": {"a.b": {"c/d": {"e~f": [null]}}}
            }
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "agents.list[id=main].model    | \"a\" | /agents/list/0/model",
                "agents.list[id=5].model       | \"b\" | /agents/list/1/model",
                "agents.list[id=5.0].model     | \"b\" | /agents/list/1/model",
                "agents.list[id=main#2].model  | \"c\" | /agents/list/2/model",
                "agents.list[id=\"5\"].model   | \"d\" | /agents/list/3/model",
                "agents.list[id=true].model    | \"e\" | /agents/list/4/model",
                "agents.list[id=1.5].model     | \"f\" | /agents/list/5/model",
                "agents.list[6].model          | \"g\" | /agents/list/6/model",
                "agents.list[7]                | \"main\" | /agents/list/7",
                "\"\".\"a.b\".\"c/d\".\"e~f\"[0] | null | //a.b/c~1d/e~0f/0"
            })
    void path_toAValue_findsItAndItsPointer(String text, String value, String pointer) {
        ConfigPath path = ConfigPath.parse(text);

        assertThat(DOCUMENT.find(path))
                .hasValueSatisfying(node -> assertThat(node).hasToString(value));
        assertThat(path.toPointer(DOCUMENT)).isEqualTo(pointer);
    }

    @Test
    void root_leadsToTheDocument() {
        assertThat(DOCUMENT.find(ConfigPath.root())).containsSame(DOCUMENT.root());
        assertThat(ConfigPath.root().toPointer(DOCUMENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "agents.none                | config.json:2:13",
                "none.at.all                | config.json:1:1",
                "agents[0]                  | config.json:2:13",
                "agents.list.main           | config.json:2:22",
                "agents.list[8]             | config.json:2:22",
                "agents.list[id=main#3]     | config.json:2:22",
                "agents.list[id=false]      | config.json:2:22",
                "agents.list[7].model       | config.json:10:5",
                "agents.list[0].model.x     | config.json:3:29"
            })
    void path_toNoValue_findsNothingButTheNearestPosition(String text, String nearest) {
        ConfigPath path = ConfigPath.parse(text);

        assertThat(DOCUMENT.find(path)).isEmpty();
        assertThat(DOCUMENT.nearestPosition(path)).hasToString(nearest);
        assertThat(DOCUMENT.nearestPosition(path)).hasToString(nearest);
        assertThat(DOCUMENT.find(path).isPresent()).isFalse();
        assertThatThrownBy(() -> path.toPointer(DOCUMENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no value at " + text);
    }

    @Test
    void find_pathOfAValue_returnsIt() {
        String path = "agents.list[id=main].model";

        assertThat(DOCUMENT.nearestPosition(path)).hasToString("config.json:3:29");
        assertThat(DOCUMENT.find(path))
                .hasValueSatisfying(node -> assertThat(node).hasToString("\"a\""));
    }

    @Test
    void find_explicitNull_isPresent() {
        assertThat(ConfigDocument.parse("x", "{a: null}").find("a").isPresent()).isTrue();
    }

    @Test
    void find_textThatIsNoPath_isRefused() {
        assertThatThrownBy(() -> DOCUMENT.find("a..b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad path [a..b]: expected a name at column 3");
    }

    @Test
    void parent_isThePathWithoutItsLastSegment() {
        assertThat(ConfigPath.parse("a.b[2]").parent()).hasToString("a.b");
        assertThat(ConfigPath.of("a").parent()).isEqualTo(ConfigPath.root());
        assertThatThrownBy(() -> ConfigPath.root().parent())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the root has no parent");
    }

    @Test
    void startsWith_comparesWholeSegments() {
        ConfigPath path = ConfigPath.parse("agents.defaults.models");

        assertThat(path.startsWith(ConfigPath.root())).isTrue();
        assertThat(path.startsWith(path)).isTrue();
        assertThat(path.startsWith(ConfigPath.parse("agents.defaults"))).isTrue();
        assertThat(path.startsWith(ConfigPath.parse("agents.defaults.model"))).isFalse();
        assertThat(path.startsWith(ConfigPath.parse("agents.defaults.models.x")))
                .isFalse();
    }

    @Test
    void resolve_appendsTheOther() {
        assertThat(ConfigPath.of("a").resolve(ConfigPath.parse("b[0]"))).hasToString("a.b[0]");
        assertThat(ConfigPath.root().resolve(ConfigPath.root())).isEqualTo(ConfigPath.root());
    }

    @Test
    void of_listChangedAfterwards_isNotChanged() {
        List<PathSegment> segments = new ArrayList<>(List.of(new PathSegment.Key("a")));
        ConfigPath path = ConfigPath.of(segments);
        segments.add(new PathSegment.Key("b"));

        assertThat(path).hasToString("a");
        assertThatThrownBy(() -> path.segments().add(new PathSegment.Index(1)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void segments_capture_isWhatAWildcardMatched() {
        assertThat(ConfigPath.parse("a.\"b.c\"[3][id=\"x y\"#2]").segments())
                .extracting(PathSegment::capture)
                .containsExactly("a", "b.c", "3", "x y");
    }

    @Test
    void segments_thatCannotBe_areRefused() {
        assertThatThrownBy(() -> new PathSegment.Index(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an index must not be negative, not -1");
        assertThatThrownBy(() -> new PathSegment.Identity("id", ConfigNode.Kind.STRING, "a", -1))
                .hasMessage("an occurrence must not be negative, not -1");
        assertThatThrownBy(() -> new PathSegment.Identity("id", ConfigNode.Kind.NULL, "null", 0))
                .hasMessage("an identity is a string, a number or a boolean, not null");
        assertThatThrownBy(() -> new PathSegment.Identity("id", ConfigNode.Kind.OBJECT, "{}", 0))
                .hasMessage("an identity is a string, a number or a boolean, not an object");
    }

    @Test
    void identity_ofANode_isItsKindAndText() {
        assertThat(PathSegment.Identity.of("id", node("1.50"), 0)).hasToString("[id=1.5]");
        assertThat(PathSegment.Identity.of("id", node("'1.50'"), 1)).hasToString("[id=\"1.50\"#2]");
        assertThatThrownBy(() -> PathSegment.Identity.of("id", node("[]"), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a list has no text");
    }

    private static ConfigNode node(String json) {
        return ConfigDocument.parse("x", "{a: " + json + "}").root().value(0);
    }
}
