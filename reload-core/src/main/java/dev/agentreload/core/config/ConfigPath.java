// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.internal.tree.Navigation;
import dev.agentreload.core.internal.tree.PathSyntax;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from the root of a document to a value, as a list of segments, so that a key with a dot in it cannot pass for
 * two keys.
 *
 * <p>It prints as {@code models.providers."gpt-4.1"}, {@code agents.list[id=coder].model} or {@code bindings[2].agentId},
 * the root as {@code $}, and parses back from that. A key that is a URL prints without its user-info, which may be a
 * secret; only such a path does not parse back to itself. <em>Immutable.</em>
 */
public final class ConfigPath implements Comparable<ConfigPath> {

    private static final ConfigPath ROOT = new ConfigPath(ImmutableList.of());
    private static final Comparator<ConfigPath> ORDER =
            Comparator.<ConfigPath>comparingInt(ConfigPath::depth).thenComparing(ConfigPath::toString);

    private final ImmutableList<PathSegment> segments;

    private ConfigPath(ImmutableList<PathSegment> segments) {
        this.segments = segments;
    }

    /** Returns the path of the document itself. */
    public static ConfigPath root() {
        return ROOT;
    }

    /** Returns the path that goes into objects by these keys. */
    public static ConfigPath of(String... keys) {
        PathSegment[] segments = new PathSegment[keys.length];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = new PathSegment.Key(keys[i]);
        }
        return new ConfigPath(ImmutableList.copyOf(segments));
    }

    /** Returns the path with these segments. */
    public static ConfigPath of(List<PathSegment> segments) {
        return segments.isEmpty() ? ROOT : new ConfigPath(ImmutableList.copyOf(segments));
    }

    /**
     * Returns the path that prints as this text.
     *
     * @throws IllegalArgumentException if the text is no path; the message says what was expected and at which column
     */
    public static ConfigPath parse(String text) {
        return of(PathSyntax.parse(text));
    }

    /** Returns the path of the member with this key. */
    public ConfigPath key(String name) {
        return then(new PathSegment.Key(name));
    }

    /** Returns the path of the list element with this index, counted from 0. */
    public ConfigPath index(int index) {
        return then(new PathSegment.Index(index));
    }

    /** Returns the path that goes one segment further. */
    public ConfigPath then(PathSegment segment) {
        PathSegment[] longer = segments.toArray(new PathSegment[segments.size() + 1]);
        longer[segments.size()] = segment;
        return new ConfigPath(ImmutableList.copyOf(longer));
    }

    /** Returns this path followed by the other, which is taken as relative to it. */
    public ConfigPath resolve(ConfigPath relative) {
        return new ConfigPath(ImmutableList.<PathSegment>builder()
                .addAll(segments)
                .addAll(relative.segments)
                .build());
    }

    /** Returns the segments from the root on. */
    public List<PathSegment> segments() {
        return segments;
    }

    /** Returns the number of segments. */
    public int depth() {
        return segments.size();
    }

    /** Returns whether this is the path of the document itself. */
    public boolean isRoot() {
        return segments.isEmpty();
    }

    /**
     * Returns the path without its last segment.
     *
     * @throws IllegalStateException if this is the root
     */
    public ConfigPath parent() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no parent");
        }
        return of(segments.subList(0, segments.size() - 1));
    }

    /** Returns whether this path is the other or lies below it. */
    public boolean startsWith(ConfigPath other) {
        return depth() >= other.depth() && segments.subList(0, other.depth()).equals(other.segments);
    }

    /**
     * Returns the JSON Pointer (RFC 6901) of the value that this path leads to, identities replaced by indexes. It is for
     * programs: it has keys as they are, user-info included.
     *
     * @throws IllegalArgumentException if the document has no value there
     */
    public String toPointer(ConfigDocument document) {
        return Navigation.pointer(document.root(), this);
    }

    /** Orders by depth and then by text, which makes lists of paths stable. */
    @Override
    public int compareTo(ConfigPath other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConfigPath path && segments.equals(path.segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }

    @Override
    public String toString() {
        return PathSyntax.print(segments);
    }
}
