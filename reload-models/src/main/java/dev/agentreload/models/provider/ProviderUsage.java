// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.agentreload.models.ProviderDefinition;

/**
 * A provider of a pool at one moment. <em>Immutable.</em>
 *
 * @param definition what it was made from, or is being made from
 * @param users how many have it, or wait for it
 */
public record ProviderUsage(ProviderDefinition definition, int users) {

    /** Rejects null, and fewer users than none. */
    public ProviderUsage {
        requireNonNull(definition, "definition");
        checkArgument(users >= 0, "[%s] users are fewer than none", users);
    }
}
