// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads plain Java values: what a host has when its configuration does not come from a file. */
public final class JavaValueReader {

    private static final long NOWHERE = PackedPosition.UNKNOWN;

    private final TreeBuilder builder;

    public JavaValueReader(TreeBuilder builder) {
        this.builder = builder;
    }

    public void read(@Nullable Object value) {
        if (value == null) {
            builder.nullValue(NOWHERE);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Iterable<?> list) {
            array(list);
        } else if (value instanceof CharSequence text) {
            builder.string(text.toString(), NOWHERE);
        } else if (value instanceof Boolean flag) {
            builder.booleanValue(flag, NOWHERE);
        } else {
            number(value);
        }
    }

    private void object(Map<?, ?> map) {
        if (builder.startObject(NOWHERE)) {
            map.forEach((key, value) -> {
                builder.key(name(key), NOWHERE);
                read(value);
            });
            builder.end();
        }
    }

    private void array(Iterable<?> list) {
        if (builder.startArray(NOWHERE)) {
            list.forEach(this::read);
            builder.end();
        }
    }

    private void number(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            builder.number(((Number) value).longValue(), NOWHERE);
        } else if (value instanceof BigDecimal || value instanceof BigInteger || isFinite(value)) {
            builder.number(value.toString(), NOWHERE);
        } else {
            throw new IllegalArgumentException(
                    "no configuration value: an instance of " + value.getClass().getName() + " at " + builder.path());
        }
    }

    private static boolean isFinite(Object value) {
        return (value instanceof Double || value instanceof Float) && Double.isFinite(((Number) value).doubleValue());
    }

    private String name(@Nullable Object key) {
        if (key instanceof String name) {
            return name;
        }
        throw new IllegalArgumentException("a key that is no string below " + builder.path());
    }
}
