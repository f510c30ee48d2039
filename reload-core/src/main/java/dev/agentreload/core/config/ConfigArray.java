// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import dev.agentreload.core.internal.tree.ArrayNode;
import java.util.List;

/** A list of values. <em>Immutable.</em> */
public sealed interface ConfigArray extends ConfigNode permits ArrayNode {

    @Override
    default Kind kind() {
        return Kind.ARRAY;
    }

    /** Returns how many elements there are. */
    int size();

    /** Returns whether there are no elements. */
    boolean isEmpty();

    /** Returns the element at this index, counted from 0. */
    ConfigNode element(int index);

    /** Returns the elements in order. */
    List<ConfigNode> elements();
}
