// SPDX-License-Identifier: Apache-2.0
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
 * A type that values of a document are {@linkplain ConfigDocument#bind(ConfigPath, BoundType) bound} to, with the types of
 * its elements: {@code BoundType.of(Hook.class).map()} is a map from names to hooks. <em>Immutable.</em>
 *
 * @param <T> the type
 */
public final class BoundType<T> {

    private final Type type;
    private final boolean optional;

    private BoundType(Type type, boolean optional) {
        this.type = type;
        this.optional = optional;
    }

    /** Returns the type of a class without type parameters. */
    public static <T> BoundType<T> of(Class<T> type) {
        return new BoundType<>(requireNonNull(type, "type"), false);
    }

    /**
     * Returns the type of lists of this one.
     *
     * @throws IllegalStateException if this type is optional
     */
    public BoundType<List<T>> list() {
        return new BoundType<>(
                new TypeToken<List<T>>() {}.where(new TypeParameter<T>() {}, element())
                        .getType(),
                false);
    }

    /**
     * Returns the type of maps from names to this one, in file order.
     *
     * @throws IllegalStateException if this type is optional
     */
    public BoundType<Map<String, T>> map() {
        return new BoundType<>(
                new TypeToken<Map<String, T>>() {}.where(new TypeParameter<T>() {}, element())
                        .getType(),
                false);
    }

    /**
     * Returns the type of values that may be absent or null, which are bound to an empty one.
     *
     * @throws IllegalStateException if this type is optional already
     */
    public BoundType<Optional<T>> optional() {
        element();
        return new BoundType<>(type, true);
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
        return other instanceof BoundType<?> that && type.equals(that.type) && optional == that.optional;
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
