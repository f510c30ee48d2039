package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentEditorTest {

    private final ConfigDocument document = ConfigDocument.parse(
            "c.json",
            "{a: {b: 1, c: [1, 2]}, list: [{id: 'x', n: 1}, {id: 'y'}, {id: 'x', n: 2}], token: 't', s: 'e'}");
    private final DocumentEditor editor = new DocumentEditor(document);

    @Test
    void noChange_isTheSameDocument() {
        assertThat(editor.toDocument()).isEqualTo(document);
        assertThat(editor.toDocument().root()).hasToString(document.root().toString());
    }

    @Test
    void changes_areMadeAndTheOriginalStays() {
        editor.add(path("a.d"), node("'new'"), 1);
        editor.replace(path("a.c[1]"), node("{deep: true}"));
        editor.replace(path("a.c[1].deep"), node("null"));
        editor.remove(path("a.b"));
        editor.remove(path("list[id=x#2]"));
        editor.replace(path("token"), node("'other'"));
        ConfigDocument edited = editor.toDocument();

        assertThat(edited.root())
                .hasToString("{\"a\":{\"d\":\"new\",\"c\":[1,{\"deep\":null}]},"
                        + "\"list\":[{\"id\":\"x\",\"n\":1},{\"id\":\"y\"}],\"token\":\"other\",\"s\":\"e\"}");
        assertThat(edited).isEqualTo(ConfigDocument.parse("x", """
                {s: 'e', token: 'other', list: [{id: 'x', n: 1}, {id: 'y'}], a: {c: [1, {deep: null}], d: 'new'}}"""));
        assertThat(document.root().toString()).startsWith("{\"a\":{\"b\":1,\"c\":[1,2]}");
        assertThat(edited.at("list[id=y]").node().orElseThrow())
                .isSameAs(document.at("list[id=y]").node().orElseThrow());
    }

    @Test
    void add_indexBeyondTheEnd_makesItTheLast() {
        editor.add(path("a.z"), node("1"), 99);
        editor.add(path("a.c[0]"), node("0"), 0);
        editor.add(path("a.c[9]"), node("9"), 99);

        assertThat(editor.toDocument().at("a").node().orElseThrow()).hasToString("{\"b\":1,\"c\":[0,1,2,9],\"z\":1}");
    }

    @Test
    void add_furtherElementOfAnIdentity_standsBehindTheEarlier() {
        editor.add(path("list[id=y#2]"), node("{id: 'y', n: 3}"), 0);

        assertThat(editor.toDocument().at("list").node().orElseThrow())
                .hasToString("[{\"id\":\"x\",\"n\":1},{\"id\":\"y\"},{\"id\":\"y\",\"n\":3},{\"id\":\"x\",\"n\":2}]");
    }

    @Test
    void reorder_putsTheElementsInOrder() {
        editor.reorder(path("list"), List.of(identity("y", 0), identity("x", 1), identity("x", 0)));

        assertThat(editor.toDocument().at("list").node().orElseThrow())
                .hasToString("[{\"id\":\"y\"},{\"id\":\"x\",\"n\":2},{\"id\":\"x\",\"n\":1}]");
    }

    @Test
    void changes_thatCannotBe_areRefused() {
        assertRefused(() -> editor.add(path("a.b"), node("1"), 0), "no new key: b");
        assertRefused(() -> editor.add(path("a[0]"), node("1"), 0), "no new key: [0]");
        assertRefused(() -> editor.add(path("none.b"), node("1"), 0), "no value at none");
        assertRefused(() -> editor.add(path("s.b"), node("1"), 0), "a string has nothing below it");
        assertRefused(() -> editor.add(path("list[id=z#2]"), node("1"), 0), "no value at [id=z]");
        assertRefused(() -> editor.replace(path("a.none"), node("1")), "no value at none");
        assertRefused(() -> editor.replace(path("a.c[2]"), node("1")), "no value at [2]");
        assertRefused(() -> editor.remove(path("list[id=x#3]")), "no value at [id=x#3]");
        assertRefused(() -> editor.remove(path("list[id=5]")), "no value at [id=5]");
        assertRefused(() -> editor.reorder(path("a"), List.of()), "no list at a");
        assertRefused(() -> editor.reorder(path("list"), List.of(identity("x", 0))), "1 places for 3 elements");
        assertRefused(
                () -> editor.reorder(path("list"), List.of(identity("x", 0), identity("x", 0), identity("y", 0))),
                "an element has two places");
        assertRefused(
                () -> editor.reorder(path("list"), List.of(identity("x", 0), identity("y", 0), identity("z", 0))),
                "no element [id=z]");
        assertThat(editor.toDocument()).isEqualTo(document);
    }

    @Test
    void root_cannotBeReplacedOrRemoved() {
        assertThatThrownBy(() -> editor.replace(ConfigPath.root(), node("{}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the root has no parent");
        assertThatThrownBy(() -> editor.remove(ConfigPath.root())).isInstanceOf(IllegalStateException.class);
    }

    private static void assertRefused(Runnable change, String message) {
        assertThatThrownBy(change::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static PathSegment.Identity identity(String id, int occurrence) {
        return new PathSegment.Identity("id", ConfigNode.Kind.STRING, id, occurrence);
    }

    private static ConfigPath path(String text) {
        return ConfigPath.parse(text);
    }

    private static ConfigNode node(String json) {
        return ConfigDocument.parse("x", "{a: " + json + "}").root().value(0);
    }
}
