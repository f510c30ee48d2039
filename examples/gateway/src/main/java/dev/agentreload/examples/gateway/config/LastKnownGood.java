package dev.agentreload.examples.gateway.config;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadListener;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.source.FileConfigSource;
import dev.agentreload.core.source.SourceReading;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps a copy of the configuration file as it was when it was last applied as a whole, beside the file and readable by its
 * owner alone; the user's file is never written. Placeholders stand in the copy as they are written.
 *
 * <p>A copy is written beside the one before and renamed, so whatever happens, there is a whole one. What fails is reported in the
 * log and by {@link #problem}, and changes no reload.
 */
public final class LastKnownGood implements ReloadListener {

    private static final Logger LOG = System.getLogger(LastKnownGood.class.getName());

    private final FileConfigSource source;
    private final Path copy;
    private final Path previous;
    private volatile Optional<String> problem = Optional.empty();

    /** Creates the keeper of copies of this file. */
    public LastKnownGood(FileConfigSource source) {
        this.source = source;
        this.copy = beside(".last-good");
        this.previous = beside(".last-good.previous");
    }

    private Path beside(String suffix) {
        return source.file().resolveSibling(source.file().getFileName() + suffix);
    }

    /** Returns why the last copy could not be kept; empty if it was. */
    public Optional<String> problem() {
        return problem;
    }

    /** Returns the newest copy that is a document. */
    public Optional<Path> find() {
        return Stream.of(copy, previous).filter(LastKnownGood::isDocument).findFirst();
    }

    /**
     * Returns the newest copy that is a document, to start with. What should be a copy and is none any more is renamed, so that
     * somebody can look at it and no later copy replaces it.
     */
    public Optional<Path> take() {
        try {
            setCorruptAside();
        } catch (IOException e) {
            report(e);
        }
        return find();
    }

    private void setCorruptAside() throws IOException {
        for (Path path : new Path[] {copy, previous}) {
            if (Files.exists(path) && !isDocument(path)) {
                Files.move(path, beside(".last-good.corrupt"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Placeholders are left alone: that an environment variable is missing does not make a copy corrupt. */
    private static boolean isDocument(Path path) {
        try {
            return ConfigReader.standard().read("copy", Files.readAllBytes(path)) instanceof ReadResult.Success;
        } catch (IOException e) {
            return false; // not there, or not to be read
        }
    }

    @Override
    public void decided(HistoryEntry entry) {
        if (entry.result() instanceof ReloadResult.Applied applied
                && applied.pending().isEmpty()) {
            try {
                keep(entry.requested().orElseThrow());
                problem = Optional.empty();
            } catch (IOException e) {
                report(e);
            }
        }
    }

    private void report(IOException failure) {
        String text = copy.getFileName() + " could not be kept: " + failure;
        problem = Optional.of(text);
        LOG.log(Level.WARNING, text);
    }

    /** By now the file may hold something else, or a rollback was applied; only what was applied is known to be good. */
    private void keep(ConfigDocument applied) throws IOException {
        byte[] text = Files.readAllBytes(source.file());
        SourceReading reading = source.reading();
        if (reading.hash().equals(Optional.of(source.hashOf(text)))
                && reading.result() instanceof ReadResult.Success read
                && read.document().equals(applied)
                && !isKept(text)) {
            write(text);
        }
    }

    private boolean isKept(byte[] text) throws IOException {
        return Files.exists(copy) && Arrays.equals(Files.readAllBytes(copy), text);
    }

    private void write(byte[] text) throws IOException {
        Path directory = copy.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(directory, copy.getFileName() + ".", ".tmp"); // for its owner alone
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text));
                channel.force(true);
            }
            setCorruptAside();
            if (Files.exists(copy)) {
                Files.move(copy, previous, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(temporary, copy, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
