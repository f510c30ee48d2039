// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.PlaceholderResolver;

/** Leaves all placeholders as they are written. */
public record NoPlaceholders() implements PlaceholderResolver {

    @Override
    public Resolution resolve(Placeholder placeholder) {
        return new Resolution.Unchanged();
    }
}
