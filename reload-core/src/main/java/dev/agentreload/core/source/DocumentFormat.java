package dev.agentreload.core.source;

import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;

/**
 * Makes a document of bytes. Implemented by hosts whose configuration is no JSON, in one line: {@code (reader, source,
 * content) -> JacksonBridge.read(reader, source, content, new YAMLFactory())}.
 *
 * <p>Called on the thread that reads the source or looks at it, under no lock; several may do so at once. The result must
 * depend on nothing but the arguments. A throw is reported as a problem of the document, without its message, which may
 * quote content.
 */
@FunctionalInterface
public interface DocumentFormat {

    /**
     * Reads the content with this reader, whose resolver sees all placeholders.
     *
     * @param source the name that positions show
     */
    ReadResult read(ConfigReader reader, String source, byte[] content);

    /** Returns JSON, with what hand-written files use besides. */
    static DocumentFormat json() {
        return ConfigReader::read;
    }
}
