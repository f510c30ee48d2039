// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ReadResult;
import java.util.Optional;

/**
 * What a source held at one moment. <em>Immutable.</em>
 *
 * @param result the document, or why there is none
 * @param hash the hash of what was read, equal to that of a {@linkplain WatchableSource#snapshot() snapshot} of the same
 *     content; empty if the source does not know it
 */
public record SourceReading(ReadResult result, Optional<SourceHash> hash) {

    /** Rejects nulls. */
    public SourceReading {
        requireNonNull(result, "result");
        requireNonNull(hash, "hash");
    }

    /** Creates a reading of a source that does not know a hash. */
    public SourceReading(ReadResult result) {
        this(result, Optional.empty());
    }
}
