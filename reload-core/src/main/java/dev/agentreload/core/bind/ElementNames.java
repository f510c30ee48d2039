// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.bind;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.internal.tree.ElementIdentities;
import java.util.Optional;

/**
 * Names the elements of one list, in order, by their identity where they have one: {@code [id=coder]}, and by their index
 * where they have none. <em>Not safe for use by multiple threads.</em>
 */
public final class ElementNames {

    private final ElementIdentities identities;

    private int next;

    private ElementNames(ElementIdentities identities) {
        this.identities = identities;
    }

    /**
     * Creates the names of a list whose elements this key identifies.
     *
     * @param key the key, such as {@code id}
     */
    public static ElementNames create(String key) {
        return new ElementNames(ElementIdentities.by(key));
    }

    /** Returns the names of this list, whose elements need not be counted where each is known to have an identity of its own. */
    public static ElementNames of(ConfigArray elements, String key) {
        return new ElementNames(ElementIdentities.of(elements, key));
    }

    /** Returns the segment of the next element. Call it once for each element, in order. */
    public PathSegment next(ConfigNode element) {
        Optional<PathSegment.Identity> identity = identities.next(element);
        int index = next++;
        return identity.isPresent() ? identity.get() : new PathSegment.Index(index);
    }
}
