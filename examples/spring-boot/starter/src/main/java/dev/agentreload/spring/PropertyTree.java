// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names such as {@code agents.list[0].id}, put together to maps and lists again. */
final class PropertyTree {

    /** A key in brackets may have dots; one of digits alone is an index. */
    private static final Pattern SEGMENT = Pattern.compile("\\[([^\\]]*)\\]|([^.\\[\\]]+)");

    private final Branch root = new Branch();

    /** What stands below one name. */
    private static final class Branch {
        private final Map<String, Object> members = new LinkedHashMap<>();
        private final TreeMap<Integer, Object> elements = new TreeMap<>();

        /** Lists have elements alone; what has both is an object. */
        Object toValue() {
            if (!elements.isEmpty() && members.isEmpty()) {
                List<@Nullable Object> list = new ArrayList<>();
                elements.values().forEach(value -> list.add(plain(value)));
                return list;
            }
            return toMap();
        }

        Map<String, @Nullable Object> toMap() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            members.forEach((key, value) -> map.put(key, plain(value)));
            elements.forEach((index, value) -> map.put(index.toString(), plain(value)));
            return map;
        }

        private static @Nullable Object plain(Object value) {
            if (value instanceof Branch branch) {
                return branch.toValue();
            }
            return value instanceof CharSequence || value instanceof Number || value instanceof Boolean
                    ? value instanceof CharSequence ? value.toString() : value
                    : String.valueOf(value);
        }
    }

    void addIfAbsent(String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        List<String> segments = segments(name);
        Branch branch = root;
        for (int i = 0; i < segments.size() - 1; i++) {
            Object next = child(branch, segments.get(i));
            if (!(next instanceof Branch below)) {
                return; // a value of a source that comes before stands in place of what is below
            }
            branch = below;
        }
        put(branch, segments.get(segments.size() - 1), value);
    }

    private static Object child(Branch branch, String segment) {
        return index(segment) >= 0
                ? branch.elements.computeIfAbsent(index(segment), key -> new Branch())
                : branch.members.computeIfAbsent(key(segment), key -> new Branch());
    }

    private static void put(Branch branch, String segment, Object value) {
        if (index(segment) >= 0) {
            branch.elements.putIfAbsent(index(segment), value);
        } else {
            branch.members.putIfAbsent(key(segment), value);
        }
    }

    private static int index(String segment) {
        return segment.matches("\\[\\d{1,6}\\]") ? Integer.parseInt(key(segment)) : -1;
    }

    private static String key(String segment) {
        return segment.startsWith("[") ? segment.substring(1, segment.length() - 1) : segment;
    }

    private static List<String> segments(String name) {
        List<String> segments = new ArrayList<>();
        Matcher matcher = SEGMENT.matcher(name);
        while (matcher.find()) {
            segments.add(matcher.group());
        }
        return segments;
    }

    /** Returns the keys of a name, without brackets. */
    static List<String> keys(String name) {
        return segments(name).stream().map(PropertyTree::key).toList();
    }

    Map<String, @Nullable Object> toMap() {
        return root.toMap();
    }
}
