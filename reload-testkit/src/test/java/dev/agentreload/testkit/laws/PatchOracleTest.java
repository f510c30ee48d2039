// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.flipkart.zjsonpatch.DiffFlags;
import com.flipkart.zjsonpatch.JsonDiff;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.diff.Change;
import dev.agentreload.core.diff.ConfigDiff;
import dev.agentreload.core.diff.ListIdentities;
import dev.agentreload.testkit.generators.ConfigDomain;
import dev.agentreload.testkit.generators.EditedConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** Another differ, which knows nothing of identities, sees changes where ours does. */
@Domain(ConfigDomain.class)
class PatchOracleTest {

    private static final int TRIES = 200;
    private static final EnumSet<DiffFlags> ADD_REMOVE_REPLACE = DiffFlags.dontNormalizeOpIntoMoveAndCopy();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = TRIES)
    void patch_isEmptyExactlyIfTheDiffIs(@ForAll EditedConfig edited) {
        assertThat(patch(edited).isEmpty()).isEqualTo(diff(edited).isEmpty());
    }

    @Property(tries = TRIES)
    void patch_touchesOnlyPlacesBelowOurPaths(@ForAll EditedConfig edited) {
        ConfigDocument base = edited.base();
        ConfigDocument target = edited.target();
        List<String> pointers = diff(edited).stream()
                .map(change -> pointer(change, base, target))
                .toList();

        for (String touched : touched(patch(edited))) {
            assertThat(pointers)
                    .as("a pointer above %s", touched)
                    .anyMatch(ours -> touched.equals(ours) || touched.startsWith(ours + "/"));
        }
    }

    @Property(tries = TRIES)
    void patch_withoutLists_touchesExactlyOurPaths(@ForAll EditedConfig edited) {
        List<Change> changes = diff(edited);
        if (changes.stream().anyMatch(PatchOracleTest::isAboutAList)) {
            return;
        }
        List<String> pointers = changes.stream()
                .map(change -> pointer(change, edited.base(), edited.target()))
                .toList();

        assertThat(touched(patch(edited))).containsExactlyInAnyOrderElementsOf(pointers);
    }

    private static boolean isAboutAList(Change change) {
        return change.path().segments().stream().anyMatch(PathSegment.Identity.class::isInstance)
                || change.before() instanceof ConfigArray
                || change.after() instanceof ConfigArray;
    }

    /** Returns where the other differ sees the change: it compares elements by their place, so a list is the most it can name. */
    private static String pointer(Change change, ConfigDocument base, ConfigDocument target) {
        int depth = 0;
        while (depth < change.path().depth() && change.path().segments().get(depth) instanceof PathSegment.Key) {
            depth++;
        }
        return ConfigPath.of(change.path().segments().subList(0, depth))
                .toPointer(change.kind() == Change.Kind.ADDED ? target : base);
    }

    private static List<String> touched(JsonNode patch) {
        List<String> touched = new ArrayList<>();
        patch.forEach(operation -> touched.add(operation.required("path").asText()));
        touched.sort(Comparator.naturalOrder());
        return touched;
    }

    private static JsonNode patch(EditedConfig edited) {
        return JsonDiff.asJson(tree(edited.base()), tree(edited.target()), ADD_REMOVE_REPLACE);
    }

    /** Returns a tree in which equal numbers are equal. */
    private static JsonNode tree(ConfigDocument document) {
        return JSON.valueToTree(Trees.plain(document.root()));
    }

    private static List<Change> diff(EditedConfig edited) {
        return ConfigDiff.between(edited.base(), edited.target(), ListIdentities.defaults())
                .changes();
    }
}
