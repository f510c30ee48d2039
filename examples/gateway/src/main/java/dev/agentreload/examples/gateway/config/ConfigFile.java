// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.EnvironmentResolver;
import dev.agentreload.core.source.FileConfigSource;
import dev.agentreload.core.source.SourceReading;
import dev.agentreload.core.source.SourceSnapshot;
import dev.agentreload.core.source.WatchableSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A configuration file of the gateway, and its problems as a person wants to see them. <em>Safe for use by multiple threads.</em>
 */
public final class ConfigFile implements WatchableSource {

    private static final EnvironmentResolver ENVIRONMENT =
            EnvironmentResolver.system().withPublicNames(List.of("HOME", "USER", "PWD"));

    private static final Path STANDARD_INPUT = Path.of("-");

    private final Path file;
    private final FileConfigSource source;
    private final ReadTexts texts = new ReadTexts();

    private ConfigFile(Path file, UnaryOperator<FileConfigSource.Builder> settings) {
        this.file = file;
        this.source = settings.apply(
                        FileConfigSource.builder(file, ENVIRONMENT).includes().format(texts))
                .build();
    }

    /** Returns the file for a command that only reads it, from the standard input if it is called {@code -}. */
    public static Path given(Path path) {
        if (!path.equals(STANDARD_INPUT)) {
            return path;
        }
        try {
            Path copy = Files.createTempFile("standard-input", ".json"); // for its owner alone
            copy.toFile().deleteOnExit();
            return Files.write(copy, System.in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the file for a program that uses it: what it reads must have a value. */
    public static ConfigFile of(Path file) {
        return new ConfigFile(file, builder -> builder);
    }

    /** Returns the file for a program that only checks it, perhaps where its variables are not set. */
    public static ConfigFile tolerant(Path file) {
        ConfigReader reader = ConfigReader.builder()
                .unresolved(ConfigReader.UnresolvedValues.TOLERATED)
                .build();
        return new ConfigFile(file, builder -> builder.reader(reader));
    }

    /**
     * Returns the file with its placeholders as they are written, for a comparison. It is named as it was given, since both files may
     * have one name.
     */
    public static ConfigFile asWritten(Path file) {
        return new ConfigFile(file, builder -> builder.asWritten().name(file.toString()));
    }

    /** Returns the folder that paths in the file are relative to. */
    public Path folder() {
        return file.toAbsolutePath().resolveSibling("");
    }

    /** Returns the file itself. */
    public Path path() {
        return source.file();
    }

    /** Returns a source that holds this text in place of the file's. */
    public ConfigSource uploaded(byte[] text) {
        FileConfigSource other = of(file).source; // what the file held stays known
        return ConfigSource.of(name(), () -> other.readAs(text));
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public ReadResult read() {
        return texts.remember(source::read, Optional::of);
    }

    @Override
    public SourceReading reading() {
        return texts.remember(source::reading, reading -> Optional.of(reading.result()));
    }

    @Override
    public SourceSnapshot snapshot() {
        return texts.remember(source::snapshot, unused -> Optional.empty());
    }

    /** Returns what reading would give if the file had this text. */
    public ReadResult readAs(byte[] text) {
        return texts.remember(() -> source.readAs(text), Optional::of);
    }

    /** Returns the text of the file that this document was made of, if it was read lately. */
    Optional<byte[]> textOf(ConfigDocument document) {
        return texts.textOf(document);
    }

    /** Returns the problem, with the line it is about as it was read, and a caret. */
    public String show(ConfigProblem problem) {
        return excerpts().show(problem);
    }

    /** Returns what shows the problems of what was read last with their lines. */
    public Excerpts excerpts() {
        return new Excerpts(texts.last());
    }
}
