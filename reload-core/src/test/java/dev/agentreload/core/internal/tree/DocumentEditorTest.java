// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
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
        assertThat(edited.find("list[id=y]").orElseThrow())
                .isSameAs(document.find("list[id=y]").orElseThrow());
    }

    @Test
    void add_indexBeyondTheEnd_makesItTheLast() {
        editor.add(path("a.z"), node("1"), 99);
        editor.add(path("a.c[0]"), node("0"), 0);
        editor.add(path("a.c[9]"), node("9"), 99);

        assertThat(editor.toDocument().find("a").orElseThrow()).hasToString("{\"b\":1,\"c\":[0,1,2,9],\"z\":1}");
    }

    @Test
    void add_furtherElementOfAnIdentity_standsBehindTheEarlier() {
        editor.add(path("list[id=y#2]"), node("{id: 'y', n: 3}"), 0);

        assertThat(editor.toDocument().find("list").orElseThrow())
                .hasToString("[{\"id\":\"x\",\"n\":1},{\"id\":\"y\"},{\"id\":\"y\",\"n\":3},{\"id\":\"x\",\"n\":2}]");
    }

    @Test
    void reorder_putsTheElementsInOrder() {
        editor.reorder(path("list"), List.of(identity("y", 0), identity("x", 1), identity("x", 0)));

        assertThat(editor.toDocument().find("list").orElseThrow())
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
    void root_cannotBeAddedReplacedOrRemoved() {
        String message = "the root can be neither added, replaced nor removed";
        assertRefused(() -> editor.add(ConfigPath.root(), node("{}"), 0), message);
        assertRefused(() -> editor.replace(ConfigPath.root(), node("{}")), message);
        assertRefused(() -> editor.remove(ConfigPath.root()), message);
    }

    @Test
    void add_wrongKindOfSegmentOrNegativeIndex_isRefused() {
        assertRefused(() -> editor.add(path("a.c.x"), node("1"), 0), "no element of a list: x");
        assertRefused(() -> editor.add(path("a.d"), node("1"), -1), "an index must not be negative, not -1");
        assertThat(editor.toDocument()).isEqualTo(document);
    }

    @Test
    void element_thatGetsAnotherIdentity_isFoundByItAtOnce() {
        editor.replace(path("list[id=y].id"), node("'z'"));
        editor.replace(path("list[id=z].id"), node("'x'"));
        editor.replace(path("list[id=x#2].id"), node("'second'"));
        editor.remove(path("list[id=x#2]"));

        assertRefused(() -> editor.remove(path("list[id=y]")), "no value at [id=y]");
        assertThat(editor.toDocument().find("list").orElseThrow())
                .hasToString("[{\"id\":\"x\",\"n\":1},{\"id\":\"second\"}]");
    }

    @Test
    void element_whoseKeyIsSecret_hasNoIdentity() {
        DocumentEditor secrets = new DocumentEditor(ConfigDocument.parse("c.json", "{list: [{token: 'abc'}]}"));

        assertThatThrownBy(() -> secrets.remove(path("list[token=abc]")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no value at [token=abc]");
        assertThat(secrets.toDocument().find(path("list[token=abc]"))).isEmpty();
    }

    /** Whatever an editor remembers between two changes must not show. */
    @Test
    void changes_anyNumberInARow_areThoseOfOneEditorEach() {
        Random random = new Random(7);
        for (int run = 0; run < 300; run++) {
            ConfigDocument oneByOne = ConfigDocument.parse("c", "{list: [{id: 'a'}, {id: 'b'}, {id: 'a'}], o: {a: 1}}");
            DocumentEditor atOnce = new DocumentEditor(oneByOne);
            for (int step = 0; step < 30; step++) {
                Consumer<DocumentEditor> change = anyChange(random);
                DocumentEditor fresh = new DocumentEditor(oneByOne);
                String refusal = refusal(change, fresh);
                oneByOne = fresh.toDocument();

                assertThat(refusal(change, atOnce)).isEqualTo(refusal);
                assertThat(atOnce.toDocument().root())
                        .hasToString(oneByOne.root().toString());
            }
        }
    }

    private static Consumer<DocumentEditor> anyChange(Random random) {
        String id = List.of("a", "b", "c").get(random.nextInt(3));
        ConfigPath member = path("o." + id);
        ConfigPath element = path("list").then(identity(id, random.nextInt(3)));
        int place = random.nextInt(5);
        ConfigNode row = node("{id: '" + id + "', n: " + random.nextInt(100) + "}");
        return switch (random.nextInt(9)) {
            case 0 -> editor -> editor.add(element, row, place);
            case 1 -> editor -> editor.remove(element);
            case 2 -> editor -> editor.replace(element, row);
            case 3 -> editor -> editor.replace(element.key("id"), node("'b'"));
            case 4 -> editor -> editor.replace(path("list").index(place), row);
            case 5 -> editor -> editor.add(path("list").index(place), row, place);
            case 6 -> editor -> editor.add(member, row, place);
            case 7 -> editor -> editor.remove(member);
            default -> editor -> editor.reorder(path("list"), List.of(identity("b", 0), identity("a", 0)));
        };
    }

    private static String refusal(Consumer<DocumentEditor> change, DocumentEditor editor) {
        try {
            change.accept(editor);
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
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
