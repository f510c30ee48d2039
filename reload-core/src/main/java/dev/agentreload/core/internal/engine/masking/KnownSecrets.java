// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.masking;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.SecretMemory;
import java.util.stream.Stream;

/**
 * The secrets of all documents from which something in existence may have been built. <em>Safe for use by multiple threads.</em>
 */
public final class KnownSecrets {

    private SecretMemory memory = SecretMemory.empty();

    /** Adds the documents of a transaction, before the first of its host code is called. */
    public synchronized void add(Stream<ConfigDocument> documents) {
        documents.forEach(document -> memory = memory.with(document));
    }

    /** Returns a mask for the secrets of all documents that were added. */
    public synchronized SecretMask mask() {
        return SecretMask.of(memory.mask());
    }
}
