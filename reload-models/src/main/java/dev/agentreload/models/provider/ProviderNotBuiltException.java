// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import static java.util.Objects.requireNonNull;

import dev.agentreload.models.ProviderDefinition;

/**
 * Says that a provider could not be made, or was not there in time. Its cause is what the factory threw, or why there was no
 * provider.
 */
public final class ProviderNotBuiltException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String provider;

    ProviderNotBuiltException(ProviderDefinition definition, Throwable cause) {
        super("provider [" + definition.id() + "] could not be made", requireNonNull(cause, "cause"));
        this.provider = definition.id();
    }

    /** Returns the id of the provider. */
    public String provider() {
        return provider;
    }
}
