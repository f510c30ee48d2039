// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigNode;
import java.util.Arrays;

/**
 * The values read so far of all open containers, those of an inner one after those of the one around it, and what a hash
 * takes in of each. <em>Not safe for use by multiple threads.</em>
 */
final class ValueStack {

    /** Room enough for a small file: growing would take a good part of the time it takes to read. */
    private static final int INITIAL_SIZE = 128;

    private ConfigNode[] nodes = new ConfigNode[INITIAL_SIZE];
    private int size;
    private final HashInput words = new HashInput(INITIAL_SIZE);

    void push(AbstractNode node) {
        node.addTo(words);
        pushHashed((ConfigNode) node);
    }

    /** Adds a node whose content was added to {@link #words} before. */
    void pushHashed(ConfigNode node) {
        if (size == nodes.length) {
            grow();
        }
        nodes[size++] = node;
    }

    /** By itself, so that the rest is small enough to be compiled into its callers. */
    private void grow() {
        nodes = Arrays.copyOf(nodes, size * 2);
    }

    int size() {
        return size;
    }

    ConfigNode bottom() {
        return nodes[0];
    }

    /** Returns the node that was added last. */
    ConfigNode top() {
        return nodes[size - 1];
    }

    /** Returns the nodes from this place on. */
    ConfigNode[] from(int first) {
        return Arrays.copyOfRange(nodes, first, size);
    }

    /** Returns the content of all nodes. */
    HashInput words() {
        return words;
    }

    /** Forgets the nodes from this place on. */
    void drop(int first) {
        size = first;
        words.drop(first);
    }
}
