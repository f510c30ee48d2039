// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.internal.tree.TreeDocument;
import java.util.List;
import java.util.Optional;

/**
 * A whole configuration: an object, with the name of the source it came from.
 *
 * <p>Documents are equal when their content is. <em>Immutable; safe for use by multiple threads.</em>
 */
public sealed interface ConfigDocument permits TreeDocument {

    /**
     * Reads a document with {@link ConfigReader#standard()}, for tests and short programs.
     *
     * @param source the name that positions show
     * @throws InvalidConfigException if the text is no document; it holds all problems
     */
    static ConfigDocument parse(String source, String json) {
        return ConfigReader.standard().read(source, json).orThrow();
    }

    /** Returns the name of the source. */
    String source();

    /**
     * Returns where in its file this document stands: the root, unless the source takes a section. All paths of this document
     * begin inside it. What people read about it, results of a reloader and problems of reading, has the path in the file.
     */
    ConfigPath section();

    /** Returns the root object. */
    ConfigObject root();

    /** Returns the keyed hash of the content. */
    Fingerprint fingerprint();

    /**
     * Returns an identifier of the content that may be shown, logged and compared across processes: 16 hexadecimal digits,
     * computed with every secret replaced by a marker. Documents that differ in nothing but secrets share it.
     */
    String contentId();

    /** Returns what looks wrong in what was read, such as a key that stands twice, in source order. */
    List<ConfigProblem> warnings();

    /**
     * Returns the placeholders that have no value, in file order. The strings that contain them are as they were written. Takes time
     * in proportion to the document's size.
     */
    List<Unresolved> unresolved();

    /**
     * A placeholder that has no value.
     *
     * @param path the string that contains it, or the object that refers to a secret
     * @param position where that stands
     * @param placeholder its kind and name
     * @param reason why it has no value, such as {@code environment variable [OPENAI_KEY] is not set}
     */
    record Unresolved(
            ConfigPath path, SourcePosition position, PlaceholderResolver.Placeholder placeholder, String reason) {

        /** Rejects null. */
        public Unresolved {
            requireNonNull(path, "path");
            requireNonNull(placeholder, "placeholder");
            requireNonNull(position, "position");
            requireNonNull(reason, "reason");
        }
    }

    /** Returns the value at this path, if there is one. */
    Optional<ConfigNode> find(ConfigPath path);

    /**
     * Returns the value at this path, if there is one.
     *
     * @throws IllegalArgumentException if the text is no path
     */
    default Optional<ConfigNode> find(String path) {
        return find(ConfigPath.parse(path));
    }

    /** Returns the position of the value at this path, or of the innermost value around the place where it would stand. */
    SourcePosition nearestPosition(ConfigPath path);

    /**
     * Returns the position of the value at this path; see {@link #nearestPosition(ConfigPath)}.
     *
     * @throws IllegalArgumentException if the text is no path
     */
    default SourcePosition nearestPosition(String path) {
        return nearestPosition(ConfigPath.parse(path));
    }

    /**
     * Binds the value at this path to a host's own type: a record, an enum, a class or a collection that Jackson can build.
     *
     * <p>Unknown keys, missing and mistyped values are problems, each with path and position. All problems of the records, lists
     * and maps of which the type consists are reported at once; an absent or null value at the path is one, unless the type is
     * {@linkplain BoundType#optional optional}. A component of a
     * record may be absent or null if it is marked {@code @Nullable}, with whichever annotation of that name. Names of enum
     * constants are read in any case, and {@code 1.0} fits where {@code 1} does. What a constructor throws is a problem of its
     * value, without the exception's message, which may quote a secret; the message of a {@link RefusedValueException} is
     * the problem's. A placeholder without a value at or below the path is a problem, as where a section reads it; if the
     * document was read with {@link ConfigReader.UnresolvedValues#TOLERATED}, it is none, and a value that cannot be bound
     * because of it is refused without a problem.
     *
     * @throws IllegalArgumentException if Jackson could never build the type, or one that it consists of. If its module is
     *     not open to Jackson, the message has the line that {@code module-info.java} lacks
     */
    <T> Parsed<T> bind(ConfigPath path, BoundType<T> type);

    /**
     * Binds the value at this path; see {@link #bind(ConfigPath, BoundType)}.
     *
     * @throws IllegalArgumentException if the text is no path
     */
    default <T> Parsed<T> bind(String path, BoundType<T> type) {
        return bind(ConfigPath.parse(path), type);
    }

    /** Binds the value at this path; see {@link #bind(ConfigPath, BoundType)}. */
    default <T> Parsed<T> bind(ConfigPath path, Class<T> type) {
        return bind(path, BoundType.of(type));
    }

    /**
     * Binds the value at this path; see {@link #bind(ConfigPath, BoundType)}.
     *
     * @throws IllegalArgumentException if the text is no path
     */
    default <T> Parsed<T> bind(String path, Class<T> type) {
        return bind(ConfigPath.parse(path), type);
    }

    /**
     * Resolves the placeholders of this document again, with the resolver it was read with: the same text with current
     * values. Takes time in proportion to the document's size.
     */
    ReadResult reresolve();

    /** Returns source and content id, never content. */
    @Override
    String toString();
}
