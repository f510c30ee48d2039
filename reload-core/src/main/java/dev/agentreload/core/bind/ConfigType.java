// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.bind;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.Sets;
import dev.agentreload.core.config.ConfigNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the value of a {@link ConfigKey} may be. All are <em>immutable</em>. */
public sealed interface ConfigType {

    // No default methods here: with one, the records could not be initialized while these constants are, and two
    // threads could wait.

    /** Any string. */
    ConfigType STRING = new Scalar(ConfigNode.Kind.STRING);

    /** Any number. */
    ConfigType NUMBER = new Scalar(ConfigNode.Kind.NUMBER);

    /** True or false. */
    ConfigType BOOLEAN = new Scalar(ConfigNode.Kind.BOOLEAN);

    /** An id: a string, or a number without quotes. */
    ConfigType ID = new OneOf(List.of(STRING, NUMBER));

    /** A list of strings. */
    ConfigType STRINGS = new ListOf(STRING);

    /** Any value. */
    ConfigType ANYTHING = new Anything();

    /** Returns the kinds of values that can be of this type. */
    Set<ConfigNode.Kind> kinds();

    /** Returns whether values of this kind can be of a type. */
    static boolean admits(ConfigType type, ConfigNode.Kind kind) {
        requireNonNull(kind, "kind");
        return type instanceof OneOf several
                ? Iterables.any(several.types(), one -> admits(one, kind))
                : type.kinds().contains(kind);
    }

    /** Returns the type as messages and reference pages name it, such as {@code a list of strings}. */
    String description();

    /** Returns the type of a value that is of one of these. */
    static ConfigType oneOf(ConfigType first, ConfigType... more) {
        return new OneOf(
                ImmutableList.<ConfigType>builder().add(first).add(more).build());
    }

    /**
     * A string, number or boolean.
     *
     * @param kind which of them
     */
    record Scalar(ConfigNode.Kind kind) implements ConfigType {

        /** Rejects other kinds. */
        public Scalar {
            checkArgument(
                    kind == ConfigNode.Kind.STRING || kind == ConfigNode.Kind.NUMBER || kind == ConfigNode.Kind.BOOLEAN,
                    "[%s] is no kind of scalar",
                    kind);
        }

        @Override
        public Set<ConfigNode.Kind> kinds() {
            return Set.of(kind);
        }

        @Override
        public String description() {
            return kind.description();
        }
    }

    /**
     * A whole number that is not negative.
     *
     * @param min the smallest that is allowed
     * @param max the largest that is allowed
     */
    record IntegerRange(long min, long max) implements ConfigType {

        /** Rejects negative numbers, and a range without any. */
        public IntegerRange {
            checkArgument(0 <= min && min <= max, "no range: %s to %s", min, max);
        }

        @Override
        public Set<ConfigNode.Kind> kinds() {
            return Set.of(ConfigNode.Kind.NUMBER);
        }

        @Override
        public String description() {
            return "a whole number, " + bounds();
        }

        /** Returns which numbers are allowed, such as {@code at least 1}. */
        String bounds() {
            return max == Long.MAX_VALUE ? "at least " + min : min + " to " + max;
        }
    }

    /**
     * One of several strings. A reader may accept more, such as another letter case.
     *
     * @param values the values, as they should be written
     */
    record Choice(List<String> values) implements ConfigType {

        /** Copies the list. */
        public Choice {
            values = ImmutableList.copyOf(values);
        }

        @Override
        public Set<ConfigNode.Kind> kinds() {
            return Set.of(ConfigNode.Kind.STRING);
        }

        @Override
        public String description() {
            return values.stream().map(value -> "\"" + value + "\"").collect(Collectors.joining(", ", "one of ", ""));
        }
    }

    /**
     * A list.
     *
     * @param element what its elements are
     */
    record ListOf(ConfigType element) implements ConfigType {

        /** Rejects null. */
        public ListOf {
            requireNonNull(element, "element");
        }

        @Override
        public Set<ConfigNode.Kind> kinds() {
            return Set.of(ConfigNode.Kind.ARRAY);
        }

        @Override
        public String description() {
            return element.equals(STRING) ? "a list of strings" : "a list";
        }
    }

    /**
     * An object whose keys are names that the file chooses.
     *
     * @param value what its values are
     */
    record MapOf(ConfigType value) implements ConfigType {

        /** Rejects null. */
        public MapOf {
            requireNonNull(value, "value");
        }

        @Override
        public Set<ConfigNode.Kind> kinds() {
            return Set.of(ConfigNode.Kind.OBJECT);
        }

        @Override
        public String description() {
            return "an object by name";
        }
    }

    /**
     * An object with keys of its own.
     *
     * @param keys its keys
     */
    record Section(SectionKeys keys) implements ConfigType {

        /** Rejects null. */
        public Section {
            requireNonNull(keys, "keys");
        }

        @Override
        public Set<ConfigNode.Kind> kinds() {
            return Set.of(ConfigNode.Kind.OBJECT);
        }

        @Override
        public String description() {
            return "an object";
        }
    }

    /**
     * One of several types.
     *
     * @param types the types
     */
    record OneOf(List<ConfigType> types) implements ConfigType {

        /** Copies the list; rejects an empty one. */
        public OneOf {
            types = ImmutableList.copyOf(types);
            checkArgument(!types.isEmpty(), "no type");
        }

        @Override
        public Set<ConfigNode.Kind> kinds() {
            return types.stream().flatMap(type -> type.kinds().stream()).collect(ImmutableSet.toImmutableSet());
        }

        @Override
        public String description() {
            return types.stream().map(ConfigType::description).collect(Collectors.joining(" or "));
        }
    }

    /** Whatever stands there. */
    record Anything() implements ConfigType {

        private static final ImmutableSet<ConfigNode.Kind> ALL =
                Sets.immutableEnumSet(EnumSet.allOf(ConfigNode.Kind.class));

        @Override
        public Set<ConfigNode.Kind> kinds() {
            return ALL;
        }

        @Override
        public String description() {
            return "anything";
        }
    }

    /** Returns the alternatives: those of {@link OneOf}, otherwise the type alone. */
    static Stream<ConfigType> alternatives(ConfigType type) {
        return requireNonNull(type, "type") instanceof OneOf several ? several.types().stream() : Stream.of(type);
    }
}
