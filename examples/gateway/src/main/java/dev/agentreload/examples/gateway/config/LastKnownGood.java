// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadListener;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps a copy of the configuration file as it was when it was last applied as a whole, beside the file and readable by its
 * owner alone; the user's file is never written. The copy has placeholders as they are written.
 *
 * <p>A copy is written beside the one before and renamed, so whatever happens, there is a whole one. What fails is reported in the
 * log and by {@link #problem}, and changes no reload.
 */
public final class LastKnownGood implements ReloadListener {

    private static final Logger LOG = System.getLogger(LastKnownGood.class.getName());

    /** As many as a reloader remembers by default. */
    private static final int MOST_REMEMBERED = 20;

    private final ConfigFile source;
    private final Path folder;
    private final Path copy;
    private final Path previous;

    /**
     * What the file held when a document was applied, the latest last, so that the text in force is known after a rollback. Touched
     * by one listener call at a time.
     */
    private final Map<ConfigDocument, byte[]> remembered = new LinkedHashMap<>();

    private volatile Optional<String> problem = Optional.empty();

    /**
     * Creates the keeper of copies of this file.
     *
     * @param standby where copies are kept if the file's own folder cannot be written, such as a mounted one
     */
    public LastKnownGood(ConfigFile source, Path standby) {
        this.source = source;
        Path own = source.path().toAbsolutePath().getParent();
        this.folder = own != null && Files.isWritable(own) ? own : standby;
        this.copy = beside(".last-good");
        this.previous = beside(".last-good.previous");
    }

    private Path beside(String suffix) {
        return folder.resolve(source.path().getFileName() + suffix);
    }

    /** Returns why the last copy could not be kept; empty if it was. */
    public Optional<String> problem() {
        return problem;
    }

    /** Returns the copies that are documents, the newest first. */
    public List<Path> find() {
        return Stream.of(copy, previous).filter(LastKnownGood::isDocument).toList();
    }

    /**
     * Returns the copies that are documents, the newest first, to start with one. What should be a copy and is none any more is renamed, so that
     * it can be examined and no later copy replaces it.
     */
    public List<Path> take() {
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
                Files.move(path, unused(".last-good.corrupt"));
            }
        }
    }

    /** Keeps earlier corrupt files, which may not have been examined yet. */
    private Path unused(String suffix) {
        Path path = beside(suffix);
        for (int i = 2; Files.exists(path); i++) {
            path = beside(suffix + "." + i);
        }
        return path;
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
                ConfigDocument inForce = entry.requested().orElseThrow();
                if (entry.operation() == HistoryEntry.Operation.ROLLBACK) {
                    goBack(inForce);
                } else {
                    keep(inForce);
                }
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

    /** What was taken back is no copy of something good. */
    private void goBack(ConfigDocument inForce) throws IOException {
        byte[] text = remembered.get(inForce);
        if (text == null) {
            Files.deleteIfExists(copy);
        } else if (!isKept(text)) {
            write(text);
            Files.deleteIfExists(previous); // which is what was taken back
        }
    }

    private void remember(ConfigDocument document, byte[] text) {
        remembered.remove(document);
        remembered.put(document, text);
        if (remembered.size() > MOST_REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
    }

    /** By now the file may hold something else; the text that was read is what was applied. */
    private void keep(ConfigDocument applied) throws IOException {
        Optional<byte[]> text = source.textOf(applied);
        if (text.isPresent()) {
            remember(applied, text.get());
            if (!isKept(text.get())) {
                write(text.get());
            }
        }
    }

    private boolean isKept(byte[] text) throws IOException {
        return Files.isRegularFile(copy) && Arrays.equals(Files.readAllBytes(copy), text);
    }

    private void write(byte[] text) throws IOException {
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, copy.getFileName() + ".", ".tmp"); // for its owner alone
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
