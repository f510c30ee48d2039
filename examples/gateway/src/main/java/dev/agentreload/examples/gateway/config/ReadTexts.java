// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.DocumentFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what a configuration file, and the files it includes, held when they were read last: by the time a problem is shown,
 * they may have been edited. Nothing of it is masked. <em>Safe for use by multiple threads.</em>
 */
final class ReadTexts implements DocumentFormat {

    /** By the name that positions show. */
    private final Map<String, byte[]> texts = new ConcurrentHashMap<>();

    @Override
    public ReadResult read(ConfigReader reader, String source, byte[] content) {
        texts.put(source, content);
        return DocumentFormat.of(Path.of(source)).read(reader, source, content);
    }

    /** Returns the lines of what was read under this name; empty if nothing was. */
    List<String> lines(String source) {
        byte[] text = texts.get(source);
        return text == null
                ? List.of()
                : new String(text, StandardCharsets.UTF_8).lines().toList();
    }
}
