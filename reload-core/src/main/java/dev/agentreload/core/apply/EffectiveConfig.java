// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigDocument;

/**
 * The configuration in force. <em>Immutable.</em>
 *
 * @param revision its number, 1 for the first and one more for each that was applied
 * @param document its content
 */
public record EffectiveConfig(long revision, ConfigDocument document) {

    /** Rejects nulls. */
    public EffectiveConfig {
        requireNonNull(document, "document");
    }
}
