package dev.agentreload.core.source;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ReadResult;

/**
 * What a source held at one moment. <em>Immutable.</em>
 *
 * @param result the document, or why there is none
 * @param again a source that always has this content, however the original changes, and replaces the placeholders in it
 *     anew with each reading; it keeps the content in memory
 */
public record SourceReading(ReadResult result, ConfigSource again) {

    /** Rejects nulls. */
    public SourceReading {
        requireNonNull(result, "result");
        requireNonNull(again, "again");
    }
}
