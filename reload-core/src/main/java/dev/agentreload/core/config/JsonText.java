// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.internal.json.JacksonWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON. Values are maps, iterables, strings, numbers, booleans, nulls and {@linkplain ConfigNode nodes}, whose
 * secrets are masked; everything else is written as the string it prints.
 */
public final class JsonText {

    private JsonText() {}

    /** Returns the value as JSON in one line. */
    public static String compact(@Nullable Object value) {
        return JacksonWriter.write(value, JacksonWriter.Layout.COMPACT);
    }

    /** Returns the value as JSON with one member in a line, indented by two spaces, for people. */
    public static String pretty(Map<String, ?> value) {
        return JacksonWriter.write(requireNonNull(value, "value"), JacksonWriter.Layout.PRETTY);
    }
}
