// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.bind;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.internal.tree.ElementIdentities;
import java.util.Optional;

/**
 * Names the elements of one list, in order, by their identity where they have one: {@code [id=coder]}, and by their index
 * where they have none. <em>Not safe for use by multiple threads.</em>
 */
public final class ElementPaths {

    private final ConfigPath list;
    private final ElementIdentities identities;

    private int next;

    private ElementPaths(ConfigPath list, ElementIdentities identities) {
        this.list = requireNonNull(list, "list");
        this.identities = identities;
    }

    /**
     * Creates the names of a list whose elements this key identifies.
     *
     * @param list the path of the list
     * @param key the key, such as {@code id}
     */
    public static ElementPaths create(ConfigPath list, String key) {
        return new ElementPaths(list, ElementIdentities.by(key));
    }

    /** Returns the names of this list, whose elements need not be counted where each is known to have an identity of its own. */
    public static ElementPaths of(ConfigArray elements, ConfigPath list, String key) {
        return new ElementPaths(list, ElementIdentities.of(elements, key));
    }

    /** Returns the segment of the next element. Call it once for each element, in order. */
    public PathSegment next(ConfigNode element) {
        Optional<PathSegment.Identity> identity = identities.next(element);
        int index = next++;
        return identity.isPresent() ? identity.get() : new PathSegment.Index(index);
    }

    /** Returns the path of the element with this segment. */
    public ConfigPath path(PathSegment segment) {
        return list.then(segment);
    }
}
