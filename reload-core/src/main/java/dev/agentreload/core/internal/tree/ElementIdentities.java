// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.PathSegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives the elements of a list, in order, their identities by one key, and counts those that share one.
 *
 * <p>An element has an identity if it is an object with a string, a number or a boolean under the key that is not secret:
 * paths show identities. <em>Not safe for use by multiple threads.</em>
 */
public final class ElementIdentities {

    private final String key;
    private final boolean distinct;
    private final Map<ConfigNode, Integer> occurrences = new HashMap<>();

    private ElementIdentities(String key, boolean distinct) {
        this.key = requireNonNull(key, "key");
        this.distinct = distinct;
    }

    /** Returns the identities of a list's elements by this key. */
    public static ElementIdentities by(String key) {
        return new ElementIdentities(key, false);
    }

    /** Returns the identities of this list's elements by this key; nothing is counted if each is known to have its own. */
    public static ElementIdentities of(ConfigArray list, String key) {
        return new ElementIdentities(key, ((ArrayNode) list).identification(key) == ArrayNode.Identification.DISTINCT);
    }

    /** Returns the identity of the next element, if it has one. Call it for every element once and in order. */
    public Optional<PathSegment.Identity> next(ConfigNode element) {
        ConfigNode value = valueOf(requireNonNull(element, "element"), key);
        return value == null
                ? Optional.empty()
                : Optional.of(PathSegment.Identity.of(
                        key, value, distinct ? 0 : occurrences.merge(value, 1, Integer::sum) - 1));
    }

    /** Returns this identity as another of the elements that share it has it. */
    static PathSegment.Identity withOccurrence(PathSegment.Identity identity, int occurrence) {
        return occurrence == identity.occurrence()
                ? identity
                : new PathSegment.Identity(identity.key(), identity.kind(), identity.value(), occurrence);
    }

    /** Returns whether the element has this identity, whatever its occurrence. */
    static boolean matches(PathSegment.Identity identity, ConfigNode element) {
        ConfigNode given = valueOf(element, identity.key());
        return given != null
                && given.kind() == identity.kind()
                && Scalars.text(given).equals(identity.value());
    }

    /** Returns the value that is an element's identity, or null if it has none. */
    static @Nullable ConfigNode valueOf(ConfigNode element, String key) {
        return element instanceof ObjectNode object ? identity(object.valueOrNull(key)) : null;
    }

    /** Returns the value if it can be an identity. */
    static @Nullable ConfigNode identity(@Nullable ConfigNode value) {
        return value == null || value.kind().isContainer() || value.kind() == ConfigNode.Kind.NULL || value.hasSecrets()
                ? null
                : value;
    }
}
