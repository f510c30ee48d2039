// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory with files of sessions, accessible for its owner only, where the file system knows owners. Every change to a file
 * goes through here. <em>Safe for use by multiple threads.</em>
 */
final class SessionDirectory {

    private final Path path;
    private final boolean hasOwners;
    private final FileSteps steps;

    /** Receives each change before it is made, so that tests can end the program there. */
    @FunctionalInterface
    interface FileSteps {

        /** Goes on with all of them. */
        FileSteps NONE = (change, file) -> {};

        void before(String change, Path file) throws IOException;
    }

    SessionDirectory(Path path) {
        this(path, FileSteps.NONE);
    }

    SessionDirectory(Path path, FileSteps steps) {
        this.steps = steps;
        this.path = path.toAbsolutePath().normalize();
        this.hasOwners = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Returns the names of files with this ending, without it, in a fixed order; none if there is no directory. */
    ImmutableList<String> names(String ending) throws IOException {
        if (Files.notExists(path)) {
            return ImmutableList.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .collect(ImmutableList.toImmutableList());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    /** Throws if there is a directory from which no file can be taken. */
    void requireWritable() throws IOException {
        if (exists() && !Files.isWritable(path)) {
            throw new IOException("[" + path + "] is not writable, so that no session could be taken from it");
        }
    }

    /** Creates the directory if need be, durably. One that exists keeps its permissions. */
    void create() throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        steps.before("create", path);
        Path existing = nearestExisting();
        Files.createDirectories(path, permissions("rwx------"));
        for (@Nullable Path created = path;
                created != null && !created.equals(existing);
                created = created.getParent()) {
            force(created.getParent());
        }
    }

    /** Opens the file for reading and writing, and creates it if need be. */
    FileChannel open(Path file, OpenOption... more) throws IOException {
        Set<OpenOption> options = ImmutableSet.<OpenOption>builder()
                .add(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)
                .add(more)
                .build();
        if (Files.notExists(file)) {
            steps.before("create", file);
        }
        return FileChannel.open(file, options, permissions("rw-------"));
    }

    /** Writes durably at this position, which is the end. What cannot be written whole is cut off again as far as possible. */
    void append(Path file, FileChannel channel, ByteBuffer bytes, long size) throws IOException {
        steps.before("write", file);
        try {
            long position = size;
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
            channel.force(true);
        } catch (IOException e) {
            cutOff(channel, size, e);
            throw e;
        }
    }

    private static void cutOff(FileChannel channel, long size, IOException reason) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            reason.addSuppressed(e); // what is left is a torn line, which the next append ends
        }
    }

    /** Makes the file empty, durably. */
    void empty(Path file, FileChannel channel) throws IOException {
        steps.before("empty", file);
        channel.truncate(0).force(true);
    }

    /** Copies what another channel holds from a position to the end, to the end of this one, durably. */
    void copy(FileChannel from, long position, Path file, FileChannel to) throws IOException {
        steps.before("copy", file);
        long end = from.size();
        to.position(to.size());
        for (long next = position; next < end; ) {
            next += from.transferTo(next, end - next, to);
        }
        to.force(true);
    }

    /** Gives a file another name in one step. There must be no file with that name, or it is replaced. */
    void rename(Path file, Path other) throws IOException {
        steps.before("rename", file);
        Files.move(file, other, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Copies a whole file from elsewhere, durably, and compares it before it has its name. */
    void take(Path original, Path copy) throws IOException {
        Path unfinished = resolve(copy.getFileName() + ".tmp");
        try (FileChannel from = FileChannel.open(original, StandardOpenOption.READ);
                FileChannel to = open(unfinished, StandardOpenOption.TRUNCATE_EXISTING)) {
            copy(from, 0, unfinished, to);
        }
        if (Files.mismatch(original, unfinished) >= 0) {
            throw new IOException("the copy [" + unfinished + "] is not what [" + original + "] is");
        }
        rename(unfinished, copy);
    }

    void delete(Path file) throws IOException {
        if (Files.exists(file)) {
            steps.before("delete", file);
            Files.delete(file);
        }
    }

    /** Makes durable which files there are. */
    void force() throws IOException {
        steps.before("force", path);
        force(path);
    }

    /** Only where directories can be opened; elsewhere (on Windows) renaming and creating are durable by themselves. */
    private void force(@Nullable Path directory) throws IOException {
        if (!hasOwners || directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private @Nullable Path nearestExisting() {
        @Nullable Path ancestor = path.getParent();
        while (ancestor != null && !Files.isDirectory(ancestor)) {
            ancestor = ancestor.getParent();
        }
        return ancestor;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private FileAttribute<?>[] permissions(String permissions) {
        return hasOwners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
