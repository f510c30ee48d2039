package dev.agentreload.agents.session;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory of the files of sessions: for nobody but its owner, where the file system knows owners. */
final class SessionDirectory {

    private final Path path;
    private final boolean hasOwners;

    SessionDirectory(Path path) {
        this.path = path.toAbsolutePath().normalize();
        this.hasOwners = path.getFileSystem().supportedFileAttributeViews().contains("posix");
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

    /** Creates the directory if need be, durably. One that exists keeps its permissions. */
    void create() throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
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
        return FileChannel.open(file, options, permissions("rw-------"));
    }

    /** Makes durable which files there are. */
    void force() throws IOException {
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
