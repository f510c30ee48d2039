// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.diff.Change;
import dev.agentreload.core.internal.tree.ElementIdentities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes the changes of a list: which elements were added, removed, moved or changed. */
final class ListText {

    private ListText() {}

    /** Returns which elements stand elsewhere, and the new order. */
    static String order(Change.Reordered change, int width) {
        String key = change.order().get(0).key();
        Set<PathSegment.Identity> present = new HashSet<>(change.order());
        ElementIdentities identities = ElementIdentities.of(change.before(), key);
        Map<PathSegment.Identity, Integer> old = new HashMap<>();
        for (ConfigNode element : change.before().elements()) {
            identities.next(element).filter(present::contains).ifPresent(id -> old.put(id, old.size()));
        }
        List<PathSegment.Identity> kept =
                change.order().stream().filter(old::containsKey).toList();
        boolean[] stays = longestAscending(kept.stream().mapToInt(old::get).toArray());
        List<String> moved = IntStream.range(0, kept.size())
                .filter(i -> !stays[i])
                .mapToObj(i -> kept.get(i).value())
                .toList();
        String start = TextWidth.list("moved ", moved, width / 2);
        List<String> order =
                change.order().stream().map(PathSegment.Identity::value).toList();
        return start + TextWidth.list("; now ", order, width - start.length());
    }

    /** Returns which elements a list without identities gained, lost, moved or has changed. */
    static String elements(ConfigArray before, ConfigArray after, int width) {
        int start = 0;
        int shortest = Math.min(before.size(), after.size());
        while (start < shortest && before.element(start).equals(after.element(start))) {
            start++;
        }
        int end = 0;
        while (end < shortest - start
                && before.element(before.size() - 1 - end).equals(after.element(after.size() - 1 - end))) {
            end++;
        }
        List<ConfigNode> old = before.elements().subList(start, before.size() - end);
        List<ConfigNode> current = after.elements().subList(start, after.size() - end);
        return window(old, current, start, end == 0, width);
    }

    private static String window(List<ConfigNode> old, List<ConfigNode> current, int start, boolean isEnd, int width) {
        if (old.size() == 1 && current.size() == 1) {
            String place = "changed [" + start + "]: ";
            return place + changed(old.get(0), current.get(0), width - place.length());
        }
        List<ConfigNode> removed = without(old, current);
        List<ConfigNode> added = without(current, old);
        List<String> parts = new ArrayList<>();
        int kinds = (added.isEmpty() ? 0 : 1) + (removed.isEmpty() ? 0 : 1);
        List<String> moved = moved(old, current);
        int each = width / Math.max(1, kinds + (moved.isEmpty() ? 0 : 1)) - 2;
        add(parts, "added" + place(added, current, start, isEnd) + " ", names(added), each);
        add(parts, "removed ", names(removed), each);
        add(parts, "moved ", moved, each);
        return String.join("; ", parts);
    }

    /** The order of a list may decide, so an element that is not added at the end is added at a place. */
    private static String place(List<ConfigNode> added, List<ConfigNode> current, int start, boolean isEnd) {
        int first = added.isEmpty() ? -1 : current.indexOf(added.get(0));
        boolean together = first >= 0
                && first + added.size() <= current.size()
                && current.subList(first, first + added.size()).equals(added);
        return !together || (isEnd && first + added.size() == current.size()) ? "" : " at [" + (start + first) + "]";
    }

    private static void add(List<String> parts, String what, List<String> items, int width) {
        if (!items.isEmpty()) {
            parts.add(TextWidth.list(what, items, Math.max(width, what.length() + 12)));
        }
    }

    /** Shows the members that differ, if both are objects. */
    private static String changed(ConfigNode before, ConfigNode after, int width) {
        List<Difference> differences = new ArrayList<>();
        collect("", before, after, differences);
        int each = Math.max(width / differences.size() - 2, 16);
        return TextWidth.list(
                "", differences.stream().map(one -> one.text(each)).toList(), width);
    }

    private static void collect(
            String name, @Nullable ConfigNode before, @Nullable ConfigNode after, List<Difference> differences) {
        if (before instanceof ConfigObject old && after instanceof ConfigObject current) {
            String start = name.isEmpty() ? "" : name + ".";
            Stream.concat(old.keys().stream(), current.keys().stream())
                    .distinct()
                    .filter(key -> !old.find(key).equals(current.find(key)))
                    .forEach(key -> collect(
                            start + key,
                            old.find(key).orElse(null),
                            current.find(key).orElse(null),
                            differences));
        } else {
            differences.add(new Difference(name, before, after));
        }
    }

    /** One value that differs below an element. */
    private record Difference(
            String name,
            @Nullable ConfigNode before,
            @Nullable ConfigNode after) {

        String text(int width) {
            if (after == null) {
                return "removed " + name;
            }
            String start = (before == null ? "added " : "") + (name.isEmpty() ? "" : name + ": ");
            int left = width - start.length();
            return start + (before == null ? ChangeText.value(after, left) : ChangeText.replaced(before, after, left));
        }
    }

    private static List<ConfigNode> without(List<ConfigNode> from, List<ConfigNode> others) {
        Map<ConfigNode, Integer> counts = new HashMap<>();
        others.forEach(node -> counts.merge(node, 1, Integer::sum));
        return from.stream()
                .filter(node -> counts.merge(node, -1, Integer::sum) < 0)
                .toList();
    }

    private static List<String> names(List<ConfigNode> nodes) {
        return nodes.stream().map(ChangeText::element).toList();
    }

    private static List<String> moved(List<ConfigNode> old, List<ConfigNode> current) {
        Map<ConfigNode, Integer> places = new HashMap<>();
        for (int i = 0; i < old.size(); i++) {
            places.putIfAbsent(old.get(i), i);
        }
        List<ConfigNode> kept =
                current.stream().filter(places::containsKey).distinct().toList();
        boolean[] stays = longestAscending(kept.stream().mapToInt(places::get).toArray());
        return IntStream.range(0, kept.size())
                .filter(i -> !stays[i])
                .mapToObj(i -> ChangeText.element(kept.get(i)))
                .toList();
    }

    /** Returns which of the numbers belong to a longest ascending sequence: all others are what moved. */
    private static boolean[] longestAscending(int[] numbers) {
        int[] ends = new int[numbers.length];
        int[] previous = new int[numbers.length];
        int length = 0;
        for (int i = 0; i < numbers.length; i++) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (numbers[ends[middle]] < numbers[i]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            previous[i] = low == 0 ? -1 : ends[low - 1];
            ends[low] = i;
            length = Math.max(length, low + 1);
        }
        boolean[] stays = new boolean[numbers.length];
        Arrays.fill(stays, false);
        for (int i = length == 0 ? -1 : ends[length - 1]; i >= 0; i = previous[i]) {
            stays[i] = true;
        }
        return stays;
    }
}
