// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import dev.agentreload.core.internal.tree.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** An object: members by key, kept in file order. <em>Immutable.</em> */
public sealed interface ConfigObject extends ConfigNode permits ObjectNode {

    @Override
    default Kind kind() {
        return Kind.OBJECT;
    }

    /** Returns how many members there are. */
    int size();

    /** Returns whether there are no members. */
    boolean isEmpty();

    /** Returns the keys in file order. */
    List<String> keys();

    /** Returns the values in file order. */
    List<ConfigNode> values();

    /** Returns the key at this index in file order. */
    String key(int index);

    /** Returns the value at this index in file order. */
    ConfigNode value(int index);

    /** Returns the index of this key in file order, or -1 if it is absent. */
    int indexOf(String key);

    /** Returns the value of this key; empty if the key is absent, present if the value is an explicit null. */
    Optional<ConfigNode> find(String key);

    /** Calls the action for every member in file order. */
    void forEach(BiConsumer<? super String, ? super ConfigNode> action);
}
