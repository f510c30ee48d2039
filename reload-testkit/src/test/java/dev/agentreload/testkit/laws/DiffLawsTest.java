// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.diff.Change;
import dev.agentreload.core.diff.ConfigDiff;
import dev.agentreload.core.diff.ListIdentities;
import dev.agentreload.testkit.generators.ConfigArbitraries;
import dev.agentreload.testkit.generators.ConfigDomain;
import dev.agentreload.testkit.generators.EditKind;
import dev.agentreload.testkit.generators.EditedConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;

/** What holds of the difference between any two documents. */
@Domain(ConfigDomain.class)
class DiffLawsTest {

    private static final int TRIES = 200;
    private static final ListIdentities IDENTITIES = ListIdentities.defaults();

    @Property(tries = TRIES)
    void diff_ofADocumentWithItself_isEmpty(@ForAll ConfigDocument document) {
        assertThat(diff(document, document)).isEmpty();
    }

    @Property(tries = TRIES)
    void diff_keyOrderSpacingAndNumberSpelling_neverMatter(@ForAll("rewrites") EditedConfig rewritten) {
        ConfigDocument base = rewritten.base();
        ConfigDocument target = rewritten.target();

        assertThat(diff(base, target)).isEmpty();
        assertThat(target).isEqualTo(base).hasSameHashCodeAs(base);
        assertThat(target.contentId()).isEqualTo(base.contentId());
    }

    @Property(tries = TRIES)
    void diff_isEmptyExactlyIfTheContentIsEqual(@ForAll EditedConfig edited) {
        boolean equal = Trees.plain(edited.base().root())
                .equals(Trees.plain(edited.target().root()));

        assertThat(diff(edited.base(), edited.target()).isEmpty()).isEqualTo(equal);
        assertThat(edited.base().equals(edited.target())).isEqualTo(equal);
    }

    @Property(tries = TRIES)
    void diff_appliedToTheOldDocument_givesTheNewOne(@ForAll EditedConfig edited) {
        ConfigDocument base = edited.base();
        ConfigDocument target = edited.target();
        ConfigDocument applied = ConfigDiff.apply(base, diff(base, target));

        assertThat(applied).isEqualTo(target);
        assertThat(Trees.plain(applied.root())).isEqualTo(Trees.plain(target.root()));
    }

    @Property(tries = TRIES)
    void diff_betweenUnrelatedDocuments_appliesToo(@ForAll ConfigDocument base, @ForAll ConfigDocument target) {
        assertThat(ConfigDiff.apply(base, diff(base, target))).isEqualTo(target);
    }

    @Property(tries = TRIES)
    void changes_standAtTheHighestPlacesThatDiffer(@ForAll EditedConfig edited) {
        ConfigDocument base = edited.base();
        ConfigDocument target = edited.target();
        List<Change> changes = diff(base, target);

        for (Change change : changes) {
            assertThat(base.find(change.path())).isEqualTo(Optional.ofNullable(change.before()));
            assertThat(target.find(change.path())).isEqualTo(Optional.ofNullable(change.after()));
            change.path().segments().forEach(segment -> assertThat(segment).isNotInstanceOf(PathSegment.Index.class));
            assertStandsHighest(change, base, target);
        }
    }

    private static void assertStandsHighest(Change change, ConfigDocument base, ConfigDocument target) {
        for (ConfigPath above = change.path(); !above.isRoot(); ) {
            above = above.parent();
            assertThat(isOpened(
                            base.find(above).orElseThrow(), target.find(above).orElseThrow(), above))
                    .as("%s is compared part by part", above)
                    .isTrue();
        }
        if (change instanceof Change.Replaced replaced) {
            assertThat(isOpened(replaced.before(), replaced.after(), change.path()))
                    .isFalse();
            assertThat(Trees.plain(replaced.before())).isNotEqualTo(Trees.plain(replaced.after()));
        }
    }

    private static boolean isOpened(ConfigNode before, ConfigNode after, ConfigPath path) {
        return (before instanceof ConfigObject && after instanceof ConfigObject)
                || (before instanceof ConfigArray left
                        && after instanceof ConfigArray right
                        && Trees.elementPaths(left, path, IDENTITIES).isPresent()
                        && Trees.elementPaths(right, path, IDENTITIES).isPresent());
    }

    @Property(tries = TRIES)
    void changes_areNeverBelowEachOther(@ForAll EditedConfig edited) {
        List<ConfigPath> paths = diff(edited.base(), edited.target()).stream()
                .filter(change -> change.kind() != Change.Kind.REORDERED)
                .map(Change::path)
                .toList();

        for (ConfigPath path : paths) {
            assertThat(paths.stream().filter(path::startsWith)).containsExactly(path);
        }
    }

    @Property(tries = TRIES)
    void changes_ofAList_areRemovalsThenEditsThenAdditionsThenOrder(@ForAll("reorders") EditedConfig edited) {
        List<Change> changes = diff(edited.base(), edited.target());

        for (Change reordered : changes) {
            if (reordered.kind() == Change.Kind.REORDERED) {
                List<Integer> steps = changes.stream()
                        .filter(change -> change.path().startsWith(reordered.path()))
                        .map(change -> step(change, reordered.path()))
                        .toList();
                assertThat(steps).isSortedAccordingTo(Comparator.naturalOrder());
            }
        }
    }

    private static int step(Change change, ConfigPath list) {
        if (change.path().depth() == list.depth() + 1) {
            return change.kind() == Change.Kind.REMOVED ? 1 : 3;
        }
        return change.path().equals(list) ? 4 : 2;
    }

    @Property(tries = TRIES)
    void reorder_isThereExactlyIfKeptElementsMoved(@ForAll("reorders") EditedConfig edited) {
        ConfigDocument base = edited.base();
        ConfigDocument target = edited.target();
        List<Change> changes = diff(base, target);
        Set<ConfigPath> reordered = new HashSet<>();
        changes.stream()
                .filter(change -> change.kind() == Change.Kind.REORDERED)
                .forEach(change -> reordered.add(change.path()));

        for (String list : new String[] {"agents.list", "model_list"}) {
            ConfigPath path = ConfigPath.parse(list);
            List<ConfigPath> before = elements(base, path);
            List<ConfigPath> after = elements(target, path);
            List<ConfigPath> keptBefore = new ArrayList<>(before);
            List<ConfigPath> keptAfter = new ArrayList<>(after);
            keptBefore.retainAll(after);
            keptAfter.retainAll(before);
            assertThat(reordered.contains(path)).isEqualTo(!keptBefore.equals(keptAfter));
        }
        for (Change change : changes) {
            if (change instanceof Change.Reordered order) {
                assertThat(order.order().stream().map(order.path()::then))
                        .containsExactlyElementsOf(elements(target, order.path()));
            }
        }
    }

    private static List<ConfigPath> elements(ConfigDocument document, ConfigPath path) {
        return document.find(path)
                .filter(ConfigArray.class::isInstance)
                .flatMap(list -> Trees.elementPaths((ConfigArray) list, path, IDENTITIES))
                .orElse(List.of());
    }

    @Property(tries = TRIES)
    void identities_none_makeEveryListOneUnit(@ForAll EditedConfig edited) {
        ConfigDocument base = edited.base();
        ConfigDocument target = edited.target();
        List<Change> changes =
                ConfigDiff.between(base, target, ListIdentities.none()).changes();

        assertThat(changes)
                .allSatisfy(change -> assertThat(change.path().segments())
                        .allSatisfy(segment -> assertThat(segment).isInstanceOf(PathSegment.Key.class)));
        assertThat(ConfigDiff.apply(base, changes)).isEqualTo(target);
    }

    @Provide
    Arbitrary<EditedConfig> rewrites() {
        return ConfigArbitraries.edits(EditKind.REWRITE);
    }

    @Provide
    Arbitrary<EditedConfig> reorders() {
        return ConfigArbitraries.edits(EditKind.REORDER, EditKind.ADD, EditKind.REMOVE, EditKind.REPLACE);
    }

    private static List<Change> diff(ConfigDocument base, ConfigDocument target) {
        return ConfigDiff.between(base, target, IDENTITIES).changes();
    }
}
