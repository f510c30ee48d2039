// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.diff;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.internal.tree.ArrayNode;
import dev.agentreload.core.internal.tree.ElementIdentities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of two lists in which they differ, its elements matched by identity and occurrence.
 *
 * <p>Equal elements at both ends are left out only if no identity repeats: with repeats, an equal element at the end need
 * not be the counterpart by occurrence.
 */
final class ListWindow {

    /** When an earlier occurrence goes, those after it move up and have another path. */
    private static final Comparator<PathSegment.Identity> LATER_OCCURRENCES_FIRST =
            Comparator.comparingInt(PathSegment.Identity::occurrence).reversed();

    private final ConfigArray before;
    private final ConfigArray after;
    private final String key;
    private final Map<PathSegment.Identity, Integer> indexBefore;
    private final Map<PathSegment.Identity, Integer> indexAfter;

    private ListWindow(ArrayNode before, ArrayNode after, String key, int start, int end) {
        this.before = before;
        this.after = after;
        this.key = key;
        this.indexBefore = index(before, start, before.size() - end);
        this.indexAfter = index(after, start, after.size() - end);
    }

    static ListWindow of(ArrayNode before, ArrayNode after, String key, boolean distinct) {
        if (!distinct) {
            return new ListWindow(before, after, key, 0, 0);
        }
        int start = Math.max(0, before.firstDifference(after, 0));
        int end = before.equalAtEnd(after, Math.min(before.size(), after.size()) - start);
        return new ListWindow(before, after, key, start, end);
    }

    private Map<PathSegment.Identity, Integer> index(ConfigArray list, int from, int to) {
        Map<PathSegment.Identity, Integer> index = new LinkedHashMap<>();
        ElementIdentities identities = ElementIdentities.of(list, key);
        for (int i = from; i < to; i++) {
            index.put(identities.next(list.element(i)).orElseThrow(), i);
        }
        return index;
    }

    ConfigArray before() {
        return before;
    }

    ConfigArray after() {
        return after;
    }

    ConfigNode before(PathSegment.Identity identity) {
        return before.element(index(indexBefore, identity));
    }

    ConfigNode after(PathSegment.Identity identity) {
        return after.element(indexAfter(identity));
    }

    int indexAfter(PathSegment.Identity identity) {
        return index(indexAfter, identity);
    }

    private static int index(Map<PathSegment.Identity, Integer> indexes, PathSegment.Identity identity) {
        return requireNonNull(indexes.get(identity), "an identity of the other list");
    }

    List<PathSegment.Identity> removed() {
        List<PathSegment.Identity> removed = missing(indexBefore, indexAfter);
        removed.sort(LATER_OCCURRENCES_FIRST);
        return removed;
    }

    List<PathSegment.Identity> kept() {
        List<PathSegment.Identity> kept = new ArrayList<>(indexBefore.keySet());
        kept.retainAll(indexAfter.keySet());
        return kept;
    }

    List<PathSegment.Identity> added() {
        return missing(indexAfter, indexBefore);
    }

    /** Returns the identities of one list that the other lacks. */
    private static List<PathSegment.Identity> missing(
            Map<PathSegment.Identity, Integer> list, Map<PathSegment.Identity, Integer> other) {
        List<PathSegment.Identity> missing = new ArrayList<>(list.keySet());
        missing.removeAll(other.keySet());
        return missing;
    }

    boolean isReordered() {
        int latest = -1;
        for (PathSegment.Identity identity : kept()) {
            int index = indexAfter(identity);
            if (index < latest) {
                return true;
            }
            latest = index;
        }
        return false;
    }

    List<PathSegment.Identity> order() {
        return new ArrayList<>(index(after, 0, after.size()).keySet());
    }
}
