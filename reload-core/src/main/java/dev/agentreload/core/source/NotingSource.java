// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import dev.agentreload.core.config.ReadResult;
import java.util.function.Consumer;

/** A source that reports the hash with which it was read. */
record NotingSource(ConfigSource source, Consumer<SourceHash> note) implements ConfigSource {

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public ReadResult read() {
        return reading().result();
    }

    @Override
    public SourceReading reading() {
        SourceReading reading = source.reading();
        reading.hash().ifPresent(note);
        return reading;
    }

    @Override
    public String toString() {
        return source.toString();
    }
}
