package dev.agentreload.examples.gateway.config;

import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.DocumentFormat;
import dev.agentreload.core.source.EnvironmentResolver;
import dev.agentreload.core.source.FileConfigSource;
import java.nio.file.Path;

/** Reads a text as if it stood in the configuration file: with its placeholders, and what it includes, beside the file. */
public final class UploadedConfig {

    private UploadedConfig() {}

    /** Returns a source that holds this text. */
    public static ConfigSource of(byte[] text, Path file, EnvironmentResolver environment) {
        DocumentFormat format = DocumentFormat.of(file);
        return FileConfigSource.builder(file, environment)
                .includes()
                .format((reader, name, ignored) -> format.read(reader, name, text))
                .build();
    }
}
