package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import com.google.common.reflect.TypeParameter;
import com.google.common.reflect.TypeToken;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A type that values of a document are {@linkplain ConfigDocument#bind(ConfigPath, ConfigType) bound} to, with the types of
 * its elements: {@code ConfigType.of(Hook.class).map()} is a map from names to hooks. <em>Immutable.</em>
 *
 * @param <T> the type
 */
public final class ConfigType<T> {

    private final Type type;
    private final boolean optional;

    private ConfigType(Type type, boolean optional) {
        this.type = type;
        this.optional = optional;
    }

    /** Returns the type of a class without type parameters. */
    public static <T> ConfigType<T> of(Class<T> type) {
        return new ConfigType<>(requireNonNull(type, "type"), false);
    }

    /**
     * Returns the type of lists of this one.
     *
     * @throws IllegalStateException if this type is optional
     */
    public ConfigType<List<T>> list() {
        return new ConfigType<>(
                new TypeToken<List<T>>() {}.where(new TypeParameter<T>() {}, element())
                        .getType(),
                false);
    }

    /**
     * Returns the type of maps from names to this one, in file order.
     *
     * @throws IllegalStateException if this type is optional
     */
    public ConfigType<Map<String, T>> map() {
        return new ConfigType<>(
                new TypeToken<Map<String, T>>() {}.where(new TypeParameter<T>() {}, element())
                        .getType(),
                false);
    }

    /**
     * Returns the type of values that may be absent or null, which are bound to an empty one.
     *
     * @throws IllegalStateException if this type is optional already
     */
    public ConfigType<Optional<T>> optional() {
        element();
        return new ConfigType<>(type, true);
    }

    @SuppressWarnings("unchecked") // the type was made from one of T
    private TypeToken<T> element() {
        if (optional) {
            throw new IllegalStateException("an optional type is no part of another");
        }
        return (TypeToken<T>) TypeToken.of(type).wrap();
    }

    /** Returns the type of the value, if there is one. */
    public Type type() {
        return type;
    }

    /** Returns whether the value may be absent. */
    public boolean isOptional() {
        return optional;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConfigType<?> that && type.equals(that.type) && optional == that.optional;
    }

    @Override
    public int hashCode() {
        return type.hashCode() * 2 + (optional ? 1 : 0);
    }

    @Override
    public String toString() {
        return optional ? "optional " + type.getTypeName() : type.getTypeName();
    }
}
