// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.yaml;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The anchors of one source, and how much their aliases expand to. Memory grows with what is written; what is bounded here is
 * how much those see who walk the document. <em>Not safe for use by multiple threads.</em>
 */
final class YamlAnchors {

    /** So many values aliases may expand to in any file. */
    private static final long FREE = 100_000;

    /** Beyond that, so many for each value that is written. */
    private static final long RATIO = 10;

    private final Map<String, Anchor> anchors = new HashMap<>();
    private long written;
    private long expanded;

    /** Counts a value that is written. */
    void countWritten() {
        written++;
    }

    /** Returns the new anchor, which names the value that begins here; it replaces one of the same name. */
    Anchor define(String name) {
        Anchor anchor = new Anchor(name);
        anchors.put(name, anchor);
        return anchor;
    }

    @Nullable
    Anchor find(String name) {
        return anchors.get(name);
    }

    boolean hasAliases() {
        return expanded > 0;
    }

    /** Counts what an alias of this value expands to; false means that it is too much. */
    boolean expand(Anchor anchor, YamlNode value) {
        anchor.expanded += value.expandedSize();
        expanded += value.expandedSize();
        return expanded <= limit();
    }

    long limit() {
        return Math.max(FREE, RATIO * written);
    }

    /** Returns the name of the anchor through which most values come, of those that still count. */
    String largest() {
        return anchors.values().stream()
                .max((a, b) -> Long.compare(a.expanded, b.expanded))
                .map(Anchor::name)
                .orElseThrow();
    }

    /** A name for a value. */
    static final class Anchor {

        private final String name;
        private long expanded;
        private @Nullable YamlNode value;

        Anchor(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        void complete(YamlNode node) {
            value = node;
        }

        /** Returns the value, or null while it is still being read. */
        @Nullable
        YamlNode value() {
            return value;
        }
    }
}
