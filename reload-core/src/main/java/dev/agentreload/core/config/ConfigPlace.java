package dev.agentreload.core.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document, where there may or may not be a value. <em>Immutable.</em>
 */
public final class ConfigPlace {

    private final ConfigDocument document;
    private final ConfigPath path;
    private final @Nullable ConfigNode node;

    ConfigPlace(ConfigDocument document, ConfigPath path) {
        this.document = document;
        this.path = path;
        this.node = document.find(path).orElse(null);
    }

    /** Returns the path of this place. */
    public ConfigPath path() {
        return path;
    }

    /** Returns the value here, if there is one. */
    public Optional<ConfigNode> node() {
        return Optional.ofNullable(node);
    }

    /** Returns where the value stands, or the innermost value around the place where it would. */
    public SourcePosition position() {
        return document.nearestPosition(path);
    }

    /** Returns whether there is a value, an explicit null included. */
    public boolean isPresent() {
        return node != null;
    }

    /**
     * Binds the value here to a host's own type: a record, an enum, a class or a collection that Jackson can build.
     *
     * <p>Unknown keys, missing and mistyped values are problems, each with path and position, and all of the records, lists
     * and maps of which the type consists are told at once; so is an absent or null value here. A component of a record may
     * be absent or null if it is marked {@code @Nullable}, with whichever annotation of that name. Names of enum constants
     * are read in any case, and {@code 1.0} fits where {@code 1} does. What a constructor throws is a problem of its value,
     * without the exception's message, which may quote a secret.
     *
     * @throws IllegalArgumentException if Jackson could never build the type, or one that it consists of, for instance since
     *     its module is not open to Jackson
     */
    public <T> Binding<T> as(Class<T> type) {
        return node == null
                ? new Binding.Refused<>(
                        ConfigProblem.error(path, position(), "no value", "expected " + JacksonWords.describe(type)))
                : new JacksonBinder<>(type, new PlacedNode(path, node)).bind();
    }
}
