// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.diff;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.internal.tree.ArrayNode;
import dev.agentreload.core.internal.tree.ArrayNode.Identification;
import dev.agentreload.core.internal.tree.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks down two trees at once, wherever they differ. <em>Not safe for use by multiple threads.</em> */
final class DiffWalk {

    private final ListIdentities identities;
    private final List<Change> changes = new ArrayList<>();

    DiffWalk(ListIdentities identities) {
        this.identities = identities;
    }

    List<Change> compare(ConfigObject before, ConfigObject after) {
        compare(ConfigPath.root(), before, after);
        return changes;
    }

    private void compare(ConfigPath path, ConfigNode before, ConfigNode after) {
        if (before.equals(after)) {
            return;
        }
        if (before instanceof ObjectNode left && after instanceof ObjectNode right) {
            left.forEachDifference(right, (key, old, current, index) -> member(path.key(key), old, current, index));
        } else if (before instanceof ArrayNode left && after instanceof ArrayNode right) {
            lists(path, left, right);
        } else {
            changes.add(new Change.Replaced(path, before, after));
        }
    }

    private void member(ConfigPath path, @Nullable ConfigNode before, @Nullable ConfigNode after, int index) {
        if (before == null && after != null) {
            changes.add(new Change.Added(path, after, index));
        } else if (before != null && after == null) {
            changes.add(new Change.Removed(path, before));
        } else if (before != null && after != null) {
            compare(path, before, after);
        }
    }

    private void lists(ConfigPath path, ArrayNode before, ArrayNode after) {
        String key = identities.keyOf(path).orElse(null);
        Identification left = key == null ? Identification.NONE : before.identification(key);
        Identification right = key == null ? Identification.NONE : after.identification(key);
        if (key == null || left == Identification.NONE || right == Identification.NONE) {
            changes.add(new Change.Replaced(path, before, after));
            return;
        }
        boolean distinct = left == Identification.DISTINCT && right == Identification.DISTINCT;
        identified(path, ListWindow.of(before, after, key, distinct));
    }

    private void identified(ConfigPath path, ListWindow window) {
        for (PathSegment.Identity identity : window.removed()) {
            changes.add(new Change.Removed(path.then(identity), window.before(identity)));
        }
        for (PathSegment.Identity identity : window.kept()) {
            compare(path.then(identity), window.before(identity), window.after(identity));
        }
        for (PathSegment.Identity identity : window.added()) {
            changes.add(new Change.Added(path.then(identity), window.after(identity), window.indexAfter(identity)));
        }
        if (window.isReordered()) {
            changes.add(new Change.Reordered(path, window.before(), window.after(), window.order()));
        }
    }
}
