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
     * Unknown keys, missing and mistyped values are problems, each with path and position; an absent value is one too.
     */
    public <T> Binding<T> as(Class<T> type) {
        return node == null
                ? new Binding.Refused<>(
                        ConfigProblem.error(path, position(), "no value", "expected " + type.getSimpleName()))
                : new JacksonBinder<>(type, path, node).bind();
    }
}
