// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigObject;

/** Feeds a tree to a {@link TreeBuilder}, strings as they were written, so that their placeholders are resolved anew. */
final class TreeReplay {

    private final TreeBuilder builder;

    TreeReplay(TreeBuilder builder) {
        this.builder = builder;
        builder.ignoreEmptySecrets(); // reported when the nodes were read
    }

    /** Whether a value is secret, its key need not say: an alias may have used it below another. */
    void replay(ConfigNode node) {
        if (node instanceof ScalarNode && node.isSecret()) {
            builder.secret(() -> add(node));
        } else {
            add(node);
        }
    }

    private void add(ConfigNode node) {
        long position = ((AbstractNode) node).packedPosition();
        builder.continueIn(((AbstractNode) node).source());
        switch (node.kind()) {
            case OBJECT -> object((ConfigObject) node, position);
            case ARRAY -> array((ConfigArray) node, position);
            case STRING -> string((StringNode) node, position);
            case NUMBER -> builder.number(((ConfigNumber) node).value(), position);
            case BOOLEAN -> builder.booleanValue(((ConfigBoolean) node).value(), position);
            case NULL -> builder.nullValue(position);
        }
    }

    private void string(StringNode string, long position) {
        ObjectNode reference = string.reference();
        if (reference == null) {
            builder.string(string.template(), position);
        } else {
            object(reference, position);
        }
    }

    private void object(ConfigObject object, long position) {
        if (builder.startObject(position)) {
            object.forEach((key, value) -> {
                builder.key(key, PackedPosition.UNKNOWN);
                replay(value);
            });
            builder.end();
        }
    }

    private void array(ConfigArray array, long position) {
        if (builder.startArray(position)) {
            array.elements().forEach(this::replay);
            builder.end();
        }
    }
}
