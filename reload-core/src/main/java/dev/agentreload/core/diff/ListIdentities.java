// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.diff;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathPattern;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says which lists are compared element by element, and which key identifies their elements. All other lists are
 * one unit: any difference replaces them as a whole. <em>Immutable.</em>
 */
public final class ListIdentities {

    private static final ListIdentities NONE = new ListIdentities(ImmutableMap.of());
    private static final ListIdentities DEFAULTS =
            NONE.with("agents.list", "id").with("model_list", "model_name").with("models.providers.*.models", "id");

    private final ImmutableMap<PathPattern, String> keys;

    private ListIdentities(Map<PathPattern, String> keys) {
        this.keys = ImmutableMap.copyOf(keys);
    }

    /** Returns the identities under which every list is one unit. */
    public static ListIdentities none() {
        return NONE;
    }

    /** Returns {@code agents.list} by {@code id}, {@code model_list} by {@code model_name}, and the {@code models} of providers by {@code id}. */
    public static ListIdentities defaults() {
        return DEFAULTS;
    }

    /** Returns these identities and one more; it replaces an earlier one of the same pattern. */
    public ListIdentities with(PathPattern list, String key) {
        Map<PathPattern, String> more = new LinkedHashMap<>(keys);
        more.put(list, key);
        return new ListIdentities(more);
    }

    /**
     * Returns these identities and one more; it replaces an earlier one of the same pattern.
     *
     * @throws IllegalArgumentException if the text is no pattern
     */
    public ListIdentities with(String list, String key) {
        return with(PathPattern.parse(list), key);
    }

    /**
     * Returns the key that identifies the elements of the list at this path; of several patterns that match, the one
     * whose leftmost literal stands further to the left decides, as in a rule table.
     */
    public Optional<String> keyOf(ConfigPath list) {
        requireNonNull(list, "list");
        Map.Entry<PathPattern, String> best = null;
        for (Map.Entry<PathPattern, String> entry : keys.entrySet()) {
            if (entry.getKey().matches(list) && (best == null || decides(entry.getKey(), best.getKey()))) {
                best = entry;
            }
        }
        return best == null ? Optional.empty() : Optional.of(best.getValue());
    }

    private static boolean decides(PathPattern pattern, PathPattern other) {
        int i = 0;
        while (i < pattern.depth()
                && pattern.literal(i).isPresent() == other.literal(i).isPresent()) {
            i++;
        }
        return i < pattern.depth() && pattern.literal(i).isPresent();
    }

    /** Returns all patterns and their keys, in the order in which they were declared. */
    public Map<PathPattern, String> asMap() {
        return keys;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ListIdentities identities && keys.equals(identities.keys);
    }

    @Override
    public int hashCode() {
        return keys.hashCode();
    }

    @Override
    public String toString() {
        return keys.toString();
    }
}
