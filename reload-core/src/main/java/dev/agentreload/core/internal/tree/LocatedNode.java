// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;

/** A value and the path it was reached by. */
public record LocatedNode(ConfigPath path, ConfigNode node) {

    public LocatedNode key(String name, ConfigNode value) {
        return new LocatedNode(path.key(name), value);
    }

    public LocatedNode index(int index, ConfigNode element) {
        return new LocatedNode(path.index(index), element);
    }

    /** Returns a problem of this value. */
    public ConfigProblem mismatch(String expectation) {
        return ConfigProblem.error(
                path, node.position(), "found " + node.kind().description(), "expected " + expectation);
    }

    /** Returns a problem of a value at or below this one, or of the place where it would stand. */
    public ConfigProblem problem(ConfigPath relative, String message, String hint) {
        SourcePosition position = Navigation.nearest(node, relative).position();
        return ConfigProblem.error(path.resolve(relative), position, message, hint);
    }
}
