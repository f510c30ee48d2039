// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.internal.tree.PathSyntax;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A path in which {@code *} stands for exactly one segment of any kind: {@code channels.*.accounts.*}. A key that is an
 * asterisk is written {@code "*"}. <em>Immutable.</em>
 */
public final class PathPattern {

    /** A literal key each, or empty for a wildcard. */
    private final ImmutableList<Optional<String>> segments;

    private PathPattern(ImmutableList<Optional<String>> segments) {
        this.segments = segments;
    }

    /**
     * Returns the pattern that this text denotes.
     *
     * @throws IllegalArgumentException if the text is no pattern, or names a list element by index or identity: elements
     *     are matched by {@code *}
     */
    public static PathPattern parse(String text) {
        ImmutableList.Builder<Optional<String>> segments = ImmutableList.builder();
        for (Optional<PathSegment> segment : PathSyntax.parsePattern(text)) {
            segments.add(segment.map(given -> literal(given, text)));
        }
        return new PathPattern(segments.build());
    }

    private static String literal(PathSegment segment, String text) {
        if (segment instanceof PathSegment.Key key) {
            return key.name();
        }
        throw new IllegalArgumentException(
                "bad pattern [" + text + "]: list elements are matched by *, not by " + segment);
    }

    /** Returns the pattern that matches the members of what this one matches, by this key. */
    public PathPattern key(String name) {
        return then(Optional.of(name));
    }

    /** Returns the pattern that matches any value directly below what this one matches. */
    public PathPattern any() {
        return then(Optional.empty());
    }

    private PathPattern then(Optional<String> segment) {
        return new PathPattern(ImmutableList.<Optional<String>>builder()
                .addAll(segments)
                .add(segment)
                .build());
    }

    /** Returns the number of segments. */
    public int depth() {
        return segments.size();
    }

    /** Returns the key that this segment matches, or empty if it matches any. */
    public Optional<String> literal(int index) {
        return segments.get(index);
    }

    /** Returns how many segments match any. */
    public int wildcards() {
        return (int) segments.stream().filter(Optional::isEmpty).count();
    }

    /** Returns whether the path has this pattern's depth and each segment matches. */
    public boolean matches(ConfigPath path) {
        List<PathSegment> steps = path.segments();
        if (steps.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < steps.size(); i++) {
            if (!matches(i, steps.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(int index, PathSegment segment) {
        Optional<String> literal = segments.get(index);
        return literal.isEmpty()
                || (segment instanceof PathSegment.Key key && key.name().equals(literal.get()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathPattern pattern && segments.equals(pattern.segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }

    @Override
    public String toString() {
        return segments.isEmpty()
                ? PathSyntax.ROOT
                : segments.stream()
                        .map(literal -> literal.map(PathSyntax::name).orElse(PathSyntax.WILDCARD))
                        .collect(Collectors.joining("."));
    }
}
