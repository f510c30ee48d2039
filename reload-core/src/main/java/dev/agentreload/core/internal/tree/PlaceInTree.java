// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import java.util.ArrayList;
import java.util.List;

/** The containers around a place of a document that was read from one text, from the root on. <em>Immutable.</em> */
public final class PlaceInTree {

    private final List<ContainerNode> containers = new ArrayList<>();

    /** For each container but the innermost, the index of the next one among its children. */
    private final List<Integer> indexes = new ArrayList<>();

    private PlaceInTree(ContainerNode root) {
        containers.add(root);
    }

    /** Finds the containers that begin before a packed position. One that has ended before it may be the innermost. */
    public static PlaceInTree find(ConfigObject root, long position) {
        ContainerNode inner = (ContainerNode) root;
        PlaceInTree place = new PlaceInTree(inner);
        int index = lastBefore(inner.children(), position);
        while (index >= 0 && inner.children()[index] instanceof ContainerNode next) {
            place.indexes.add(index);
            place.containers.add(next);
            inner = next;
            index = lastBefore(inner.children(), position);
        }
        return place;
    }

    /** Returns the index of the last node that begins before the position, or -1. */
    private static int lastBefore(ConfigNode[] nodes, long position) {
        int from = 0;
        int to = nodes.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (((AbstractNode) nodes[middle]).packedPosition() < position) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from - 1;
    }

    /** Returns how many containers there are around the innermost. */
    public int depth() {
        return indexes.size();
    }

    /** Returns the packed position of the container with so many around it. */
    public long position(int depth) {
        return containers.get(depth).packedPosition();
    }

    /** Opens the containers around the one with so many around it, so that it is read as it is there. */
    public void openAround(int depth, TreeBuilder builder) {
        for (int i = 0; i < depth; i++) {
            if (containers.get(i) instanceof ObjectNode object) {
                builder.startObject(object.packedPosition());
                builder.key(object.key(indexes.get(i)), PackedPosition.UNKNOWN);
            } else {
                builder.startArray(position(i));
            }
        }
    }

    /**
     * Returns the root of the document with another container in the place of the one with so many around it.
     *
     * @param distance is added to the positions of all that follows it
     */
    public ConfigObject replace(int depth, ConfigNode replacement, long distance) {
        ConfigNode made = replacement;
        for (int i = depth - 1; i >= 0; i--) {
            ContainerNode container = containers.get(i);
            ConfigNode[] children = container.children().clone();
            int index = indexes.get(i);
            children[index] = made;
            for (int after = index + 1; distance != 0 && after < children.length; after++) {
                children[after] = (ConfigNode) ((AbstractNode) children[after]).moved(distance);
            }
            made = (ConfigNode) container.withChildren(children);
        }
        return (ConfigObject) made;
    }
}
