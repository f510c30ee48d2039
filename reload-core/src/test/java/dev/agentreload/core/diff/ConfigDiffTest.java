// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigDiffTest {

    @Test
    void between_sameDocument_isEmpty() {
        ConfigDocument document = parse("{a: {b: [1, {c: null}]}, agents: {list: [{id: 'x'}]}}");

        assertThat(diff(document, document).isEmpty()).isTrue();
        assertThat(diff(document, parse("{}")).isEmpty()).isFalse();
        assertThat(diff(document, document).changes()).isEmpty();
    }

    @Test
    void between_otherKeyOrderSpacingAndNumberSpelling_isEmpty() {
        ConfigDocument before = parse("{\"a\":{\"b\":1,\"c\":[10,0]},\"d\":-0.5}");
        ConfigDocument after = parse("{\n  // the same\n  d: -5e-1,\n  'a': {c: [1e1, 0.0,], b: 1.00}\n}");

        assertThat(diff(before, after).changes()).isEmpty();
    }

    @Test
    void between_missingSubtree_isOneAdditionAtItsTop() {
        Change.Added added = only(Change.Added.class, "{a: 1, z: 2}", "{a: 1, hooks: {gmail: {label: 'x'}}, z: 2}");

        assertThat(added.path()).hasToString("hooks");
        assertThat(added.before()).isNull();
        assertThat(added.after()).hasToString("{\"gmail\":{\"label\":\"x\"}}");
        assertThat(added.index()).isEqualTo(1);
        assertThat(added.kind()).isEqualTo(Change.Kind.ADDED);
    }

    @Test
    void between_goneSubtree_isOneRemovalAtItsTop() {
        Change.Removed removed = only(Change.Removed.class, "{a: {b: {c: 1}}}", "{a: {}}");

        assertThat(removed.path()).hasToString("a.b");
        assertThat(removed.before()).hasToString("{\"c\":1}");
        assertThat(removed.after()).isNull();
        assertThat(removed.kind()).isEqualTo(Change.Kind.REMOVED);
    }

    @Test
    void between_otherScalar_isReplaced() {
        Change.Replaced replaced = only(Change.Replaced.class, "{a: {b: 1}}", "{a: {b: 2}}");

        assertThat(replaced.path()).hasToString("a.b");
        assertThat(replaced.before()).hasToString("1");
        assertThat(replaced.after()).hasToString("2");
        assertThat(replaced.kind()).isEqualTo(Change.Kind.REPLACED);
    }

    @Test
    void between_otherType_isReplacedAsAWhole() {
        for (String[] pair : new String[][] {
            {"{a: {b: 1}}", "{a: [1]}"},
            {"{a: [1]}", "{a: 'x'}"},
            {"{a: 1}", "{a: '1'}"},
            {"{a: true}", "{a: 'true'}"},
            {"{a: null}", "{a: false}"},
            {"{a: {}}", "{a: []}"},
            {"{a: null}", "{a: {}}"}
        }) {
            assertThat(only(Change.Replaced.class, pair[0], pair[1]).path()).hasToString("a");
        }
    }

    @Test
    void between_explicitNullAgainstAbsent_isAddedOrRemoved() {
        assertThat(only(Change.Added.class, "{}", "{a: null}").after()).hasToString("null");
        assertThat(only(Change.Removed.class, "{a: null}", "{}").before()).hasToString("null");
    }

    @Test
    void between_listWithoutIdentity_isReplacedAsAWhole() {
        Change.Replaced replaced = only(
                Change.Replaced.class,
                "{bindings: [{agentId: 'a'}, {agentId: 'b'}]}",
                "{bindings: [{agentId: 'a'}, {agentId: 'c'}]}");

        assertThat(replaced.path()).hasToString("bindings");
        assertThat(replaced.after()).hasToString("[{\"agentId\":\"a\"},{\"agentId\":\"c\"}]");
    }

    @Test
    void between_identityList_namesElementAndField() {
        Change.Replaced replaced = only(
                Change.Replaced.class,
                "{agents: {list: [{id: 'a'}, {id: 'coder', model: 'x'}, {id: 'z'}]}}",
                "{agents: {list: [{id: 'a'}, {id: 'coder', model: 'y'}, {id: 'z'}]}}");

        assertThat(replaced.path()).hasToString("agents.list[id=coder].model");
    }

    @Test
    void between_identityList_removalsThenEditsThenAdditionsThenOrder() {
        assertThat(paths(
                        "{agents: {list: [{id: 'gone'}, {id: 'b', v: 1}, {id: 'c'}]}}",
                        "{agents: {list: [{id: 'c'}, {id: 'new'}, {id: 'b', v: 2}]}}"))
                .containsExactly(
                        "REMOVED agents.list[id=gone]",
                        "REPLACED agents.list[id=b].v",
                        "ADDED agents.list[id=new]",
                        "REORDERED agents.list");
    }

    @Test
    void between_otherOrderOfIdentities_givesTheFullNewOrder() {
        Change.Reordered reordered = only(
                Change.Reordered.class,
                "{agents: {list: [{id: 'same'}, {id: 'a'}, {id: 5}, {id: 'end'}]}}",
                "{agents: {list: [{id: 'same'}, {id: 5}, {id: 'a'}, {id: 'end'}]}}");

        assertThat(reordered.path()).hasToString("agents.list");
        assertThat(reordered.order())
                .containsExactly(
                        identity(ConfigNode.Kind.STRING, "same", 0),
                        identity(ConfigNode.Kind.NUMBER, "5", 0),
                        identity(ConfigNode.Kind.STRING, "a", 0),
                        identity(ConfigNode.Kind.STRING, "end", 0));
        assertThat(reordered.before().elements()).extracting(Object::toString).startsWith("{\"id\":\"same\"}");
        assertThat(reordered.after().element(1)).hasToString("{\"id\":5}");
        assertThat(reordered.kind()).isEqualTo(Change.Kind.REORDERED);
    }

    @Test
    void between_additionAndRemovalInIdentityList_isNoReorder() {
        assertThat(paths(
                        "{agents: {list: [{id: 'a'}, {id: 'b'}, {id: 'c'}]}}",
                        "{agents: {list: [{id: 'new'}, {id: 'b'}, {id: 'c'}, {id: 'last'}]}}"))
                .containsExactly(
                        "REMOVED agents.list[id=a]", "ADDED agents.list[id=new]", "ADDED agents.list[id=last]");
    }

    @Test
    void between_identitiesOfOtherKind_areOtherElements() {
        assertThat(paths("{agents: {list: [{id: 5}]}}", "{agents: {list: [{id: '5'}]}}"))
                .containsExactly("REMOVED agents.list[id=5]", "ADDED agents.list[id=\"5\"]");
        assertThat(paths("{agents: {list: [{id: 5}]}}", "{agents: {list: [{id: 5.0}]}}"))
                .isEmpty();
        assertThat(paths("{agents: {list: [{id: true}]}}", "{agents: {list: [{id: 'true'}]}}"))
                .containsExactly("REMOVED agents.list[id=true]", "ADDED agents.list[id=\"true\"]");
    }

    @Test
    void between_renamedIdentity_isRemovalAndAddition() {
        assertThat(paths("{agents: {list: [{id: 'a', v: 1}]}}", "{agents: {list: [{id: 'b', v: 1}]}}"))
                .containsExactly("REMOVED agents.list[id=a]", "ADDED agents.list[id=b]");
    }

    @Test
    void between_repeatedIdentity_matchesByOccurrence() {
        assertThat(paths(
                        "{model_list: [{model_name: 'm', key: 1}, {model_name: 'm', key: 2}]}",
                        "{model_list: [{model_name: 'm', key: 1}, {model_name: 'm', key: 3}]}"))
                .containsExactly("REPLACED model_list[model_name=m#2].key");
        assertThat(paths(
                        "{model_list: [{model_name: 'm', key: 1}, {model_name: 'm', key: 2}]}",
                        "{model_list: [{model_name: 'm', key: 2}]}"))
                .containsExactly("REMOVED model_list[model_name=m#2]", "REPLACED model_list[model_name=m].key");
    }

    @Test
    void between_severalOccurrencesGone_areRemovedFromTheEnd() {
        assertThat(paths(
                        "{agents: {list: [{id: 'a'}, {id: 'a'}, {id: 'x'}, {id: 'a'}, {id: 'y'}]}}",
                        "{agents: {list: [{id: 'a'}]}}"))
                .containsExactly(
                        "REMOVED agents.list[id=a#3]",
                        "REMOVED agents.list[id=a#2]",
                        "REMOVED agents.list[id=x]",
                        "REMOVED agents.list[id=y]");
    }

    @Test
    void between_emptyIdentityList_hasAdditionsAndRemovals() {
        assertThat(paths("{agents: {list: []}}", "{agents: {list: [{id: 'a'}]}}"))
                .containsExactly("ADDED agents.list[id=a]");
        assertThat(paths("{agents: {list: [{id: 'a'}]}}", "{agents: {list: []}}"))
                .containsExactly("REMOVED agents.list[id=a]");
    }

    @Test
    void between_elementWithoutUsableIdentity_makesTheListOneUnit() {
        for (String element : List.of("{}", "1", "null", "[]", "{id: null}", "{id: {}}", "{id: []}", "{name: 'a'}")) {
            String list = "{agents: {list: [{id: 'a'}, " + element + "]}}";
            assertThat(paths("{agents: {list: [{id: 'a'}]}}", list))
                    .as(element)
                    .containsExactly("REPLACED agents.list");
            assertThat(paths(list, "{agents: {list: [{id: 'a'}]}}"))
                    .as(element)
                    .containsExactly("REPLACED agents.list");
        }
    }

    @Test
    void between_secretIdentity_makesTheListOneUnitThatDoesNotShowIt() {
        ListIdentities byToken = ListIdentities.none().with("bots", "token").with("urls", "at");

        assertThat(ConfigDiff.between(parse("{bots: []}"), parse("{bots: [{token: 'SECRET'}]}"), byToken))
                .hasToString("ConfigDiff[changes=[Replaced[path=bots, before=[], after=[{\"token\":\"***\"}]]]]");
        assertThat(ConfigDiff.between(parse("{urls: []}"), parse("{urls: [{at: 'http://me:SECRET@h'}]}"), byToken))
                .hasToString("ConfigDiff[changes=[Replaced[path=urls, before=[], after=[{\"at\":\"http://***@h\"}]]]]");
    }

    @Test
    void between_listInAnElement_isFoundByItsOwnPattern() {
        assertThat(paths(
                        "{models: {providers: {'a.b': {models: [{id: 'gpt-4.1', ctx: 1}]}}}}",
                        "{models: {providers: {'a.b': {models: [{id: 'gpt-4.1', ctx: 2}]}}}}"))
                .containsExactly("REPLACED models.providers.\"a.b\".models[id=\"gpt-4.1\"].ctx");
    }

    @Test
    void changes_ofAnObject_comeInFileOrderOldKeysFirst() {
        assertThat(paths("{z: 1, a: 1, same: 0}", "{new: 1, a: 2, first: 1, same: 0}"))
                .containsExactly("REMOVED z", "REPLACED a", "ADDED new", "ADDED first");
    }

    @Test
    void apply_repeatedIdentitiesAddedAndMoved_givesTheNewDocument() {
        assertApplies(
                "{agents: {list: [{id: 'b'}, {id: 'a'}]}}",
                "{agents: {list: [{id: 'a', v: 1}, {id: 'a', v: 2}, {id: 'b'}]}}");
        assertApplies(
                "{agents: {list: [{id: 'a'}, {id: 'a'}, {id: 'x'}, {id: 'a'}]}}",
                "{agents: {list: [{id: 'x'}, {id: 'a', v: 1}]}}");
        assertApplies(
                "{agents: {list: [{id: 'x'}, {id: 'a', v: 1}]}}",
                "{agents: {list: [{id: 'a'}, {id: 'a'}, {id: 'x'}, {id: 'a'}]}}");
    }

    @Test
    void apply_replacedRoots_giveTheNewDocument() {
        assertApplies("{}", "{'': {'': null}, 'a.b': [], '*': {}}");
        assertApplies("{'': {'': null}, 'a.b': [], '*': {}}", "{}");
    }

    @Test
    void apply_keepsFileOrderForDisplay() {
        ConfigDocument before = parse("{a: 1, c: 3}");
        ConfigDocument after = parse("{zero: 0, a: 1, b: 2, c: 3}");

        assertThat(ConfigDiff.apply(before, diff(before, after).changes()).root())
                .hasToString("{\"zero\":0,\"a\":1,\"b\":2,\"c\":3}");
    }

    @Test
    void apply_changeThatDoesNotFit_isRefused() {
        List<Change> removal = diff(parse("{a: {b: 1}}"), parse("{a: {}}")).changes();
        List<Change> addition = diff(parse("{}"), parse("{a: 1}")).changes();

        assertThatThrownBy(() -> ConfigDiff.apply(parse("{a: {}}"), removal))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no value at b");
        assertThatThrownBy(() -> ConfigDiff.apply(parse("{a: 7}"), removal))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a number has nothing below it");
        assertThatThrownBy(() -> ConfigDiff.apply(parse("{a: 2}"), addition))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no new key: a");
    }

    @Test
    void apply_secondOccurrenceWithoutAFirst_isRefused() {
        List<Change> addition = diff(
                        parse("{agents: {list: [{id: 'a'}]}}"), parse("{agents: {list: [{id: 'a'}, {id: 'a'}]}}"))
                .changes();

        assertThatThrownBy(() -> ConfigDiff.apply(parse("{agents: {list: []}}"), addition))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no value at [id=a]");
    }

    @Test
    void changeKinds_areOneForEachPermittedType() {
        ConfigNode node = parse("{}").root();
        ConfigPath path = ConfigPath.of("a");
        ConfigArray list = (ConfigArray) parse("{a: []}").root().value(0);
        List<Change> one = List.of(
                new Change.Added(path, node, 0),
                new Change.Removed(path, node),
                new Change.Replaced(path, node, list),
                new Change.Reordered(path, list, list, List.of()));

        assertThat(one).extracting(Change::kind).containsExactly(Change.Kind.values());
        assertThat(one).extracting(Object::getClass).containsExactlyInAnyOrder(Change.class.getPermittedSubclasses());
    }

    private static ConfigDocument parse(String json) {
        return ConfigDocument.parse("test.json", json);
    }

    private static ConfigDiff diff(ConfigDocument before, ConfigDocument after) {
        return ConfigDiff.between(before, after, ListIdentities.defaults());
    }

    private static List<String> paths(String before, String after) {
        return diff(parse(before), parse(after)).changes().stream()
                .map(change -> change.kind() + " " + change.path())
                .toList();
    }

    private static <T extends Change> T only(Class<T> type, String before, String after) {
        List<Change> changes = diff(parse(before), parse(after)).changes();
        assertThat(changes).hasSize(1);
        assertThat(changes.get(0)).isInstanceOf(type);
        return type.cast(changes.get(0));
    }

    private static void assertApplies(String before, String after) {
        ConfigDocument old = parse(before);
        assertThat(ConfigDiff.apply(old, diff(old, parse(after)).changes()).root())
                .isEqualTo(parse(after).root());
    }

    private static PathSegment.Identity identity(ConfigNode.Kind kind, String value, int occurrence) {
        return new PathSegment.Identity("id", kind, value, occurrence);
    }
}
