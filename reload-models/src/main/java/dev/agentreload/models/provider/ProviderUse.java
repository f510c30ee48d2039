package dev.agentreload.models.provider;

import static java.util.Objects.requireNonNull;

import dev.agentreload.models.ProviderDefinition;

/**
 * A provider of a pool at one moment. <em>Immutable.</em>
 *
 * @param definition what it was made from, or is being made from
 * @param users how many have it, or wait for it
 */
public record ProviderUse(ProviderDefinition definition, int users) {

    /** Rejects null. */
    public ProviderUse {
        requireNonNull(definition, "definition");
    }
}
