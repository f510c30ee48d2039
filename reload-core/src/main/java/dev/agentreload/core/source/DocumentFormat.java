// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Makes a document of bytes. Hosts implement it if their configuration is neither JSON nor YAML.
 *
 * <p>Called on the thread that reads or polls the source, under no lock; several threads may call it at once. The result must
 * depend on nothing but the arguments. If it throws, the document gets a problem without the message, which may quote content.
 */
@FunctionalInterface
public interface DocumentFormat {

    /**
     * Reads the content with this reader, whose resolver sees all placeholders. The same content, with the same answers of the
     * resolver, must give the same result: a source that resolved nothing does not call this again for content that it knows.
     *
     * @param source the name that positions show
     */
    ReadResult read(ConfigReader reader, String source, byte[] content);

    /** Returns JSON, with what hand-written files use besides. */
    static DocumentFormat json() {
        return FileConfigSource.JSON;
    }

    /** Returns YAML, as {@link ConfigReader#readYaml(String, byte[])} reads it. It needs SnakeYAML, an optional dependency. */
    static DocumentFormat yaml() {
        return ConfigReader::readYaml;
    }

    /** Returns the format that a file's name says: YAML for {@code .yaml} and {@code .yml}, else JSON. */
    static DocumentFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml") ? yaml() : json();
    }
}
