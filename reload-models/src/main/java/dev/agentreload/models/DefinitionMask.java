// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.TextMask;

/** Collects the secrets of a provider's definition: the message of a source may quote the key it was sent. */
final class DefinitionMask {

    private DefinitionMask() {}

    static TextMask of(ProviderDefinition definition) {
        ImmutableSet.Builder<String> found = ImmutableSet.builder();
        definition.credentials().forEach(key -> found.add(key.value()));
        definition.headers().values().forEach(header -> collectHeader(header.value(), found));
        definition.options().values().forEach(option -> collect(option, found));
        return TextMask.ofSecrets(found.build());
    }

    /** Of {@code Bearer KEY} the key alone is a secret too. */
    private static void collectHeader(String value, ImmutableSet.Builder<String> found) {
        found.add(value);
        found.add(value.substring(value.indexOf(' ') + 1));
    }

    private static void collect(ConfigNode node, ImmutableSet.Builder<String> found) {
        if (node instanceof ConfigObject object) {
            object.values().forEach(value -> collect(value, found));
        } else if (node instanceof ConfigArray array) {
            array.elements().forEach(element -> collect(element, found));
        } else if (node instanceof ConfigString text && text.isSecret()) {
            found.add(text.value());
        }
    }
}
