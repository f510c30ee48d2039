// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.diff.Change;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares the secrets of what a change takes away with those of what it brings. */
final class SecretValues {

    private SecretValues() {}

    static boolean differIn(Change change) {
        return change.kind() != Change.Kind.REORDERED
                && !secrets(change.before()).equals(secrets(change.after()));
    }

    private static List<ConfigNode> secrets(@Nullable ConfigNode node) {
        return leaves(node).filter(ConfigNode::hasSecrets).toList();
    }

    /** Returns the members of objects by key, since their order in the file says nothing. */
    private static Stream<ConfigNode> leaves(@Nullable ConfigNode node) {
        if (node instanceof ConfigObject object) {
            return object.keys().stream()
                    .sorted()
                    .flatMap(key -> leaves(object.find(key).orElseThrow()));
        }
        if (node instanceof ConfigArray array) {
            return array.elements().stream().flatMap(SecretValues::leaves);
        }
        return Stream.ofNullable(node);
    }
}
