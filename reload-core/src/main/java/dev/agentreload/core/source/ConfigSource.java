// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import dev.agentreload.core.config.ReadResult;
import java.util.function.Supplier;

/**
 * Gives the document that is to be in force. Implemented by hosts; {@link FileConfigSource} reads a file.
 *
 * <p>A reload names a source, and the source is read when the reload's turn comes, so the newest request means the newest
 * content. A source is read on the thread of the request, by one thread at a time for each reloader, under no lock.
 */
public interface ConfigSource {

    /** Returns the name that positions and logs show, such as {@code config.json}. */
    String name();

    /**
     * Reads what the source holds now, with placeholders replaced.
     *
     * <p>Never throws for what lies outside the program: content that is missing, may not be read or disappears halfway is a
     * problem at the root path, like any other reason to refuse the content. No problem quotes a secret.
     */
    ReadResult read();

    /**
     * Reads like {@link #read}, and returns the hash of what was read. By default the hash is not known.
     */
    default SourceReading reading() {
        return new SourceReading(read());
    }

    /** Returns a source with this name that takes every reading from this supplier. */
    static ConfigSource of(String name, Supplier<ReadResult> readings) {
        return new SuppliedSource(name, readings);
    }
}
