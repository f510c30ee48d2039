// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import org.jspecify.annotations.Nullable;

/** Follows paths through trees of nodes. */
public final class Navigation {

    private static final int ABSENT = -1;

    private Navigation() {}

    public static @Nullable ConfigNode find(ConfigNode root, ConfigPath path) {
        ConfigNode node = root;
        for (PathSegment segment : path.segments()) {
            int index = index(node, segment);
            if (index == ABSENT) {
                return null;
            }
            node = child(node, index);
        }
        return node;
    }

    /** Returns the node the path leads to, or the one nearest to it on the way. */
    public static ConfigNode nearest(ConfigNode root, ConfigPath path) {
        ConfigNode node = root;
        for (PathSegment segment : path.segments()) {
            int index = index(node, segment);
            if (index == ABSENT) {
                return node;
            }
            node = child(node, index);
        }
        return node;
    }

    public static String pointer(ConfigNode root, ConfigPath path) {
        StringBuilder pointer = new StringBuilder();
        ConfigNode node = root;
        for (PathSegment segment : path.segments()) {
            int index = index(node, segment);
            if (index == ABSENT) {
                throw new IllegalArgumentException("no value at " + path);
            }
            pointer.append('/').append(token(node, index));
            node = child(node, index);
        }
        return pointer.toString();
    }

    private static String token(ConfigNode container, int index) {
        return container instanceof ConfigObject object
                ? object.key(index).replace("~", "~0").replace("/", "~1")
                : Integer.toString(index);
    }

    private static ConfigNode child(ConfigNode container, int index) {
        return container instanceof ConfigObject object
                ? object.value(index)
                : ((ConfigArray) container).element(index);
    }

    private static int index(ConfigNode node, PathSegment segment) {
        if (segment instanceof PathSegment.Key key) {
            return node instanceof ConfigObject object ? object.indexOf(key.name()) : ABSENT;
        }
        if (!(node instanceof ConfigArray array)) {
            return ABSENT;
        }
        return segment instanceof PathSegment.Index index
                ? (index.index() < array.size() ? index.index() : ABSENT)
                : indexOf(array, (PathSegment.Identity) segment);
    }

    private static int indexOf(ConfigArray array, PathSegment.Identity identity) {
        int occurrence = 0;
        for (int i = 0; i < array.size(); i++) {
            if (ElementIdentities.matches(identity, array.element(i)) && occurrence++ == identity.occurrence()) {
                return i;
            }
        }
        return ABSENT;
    }
}
