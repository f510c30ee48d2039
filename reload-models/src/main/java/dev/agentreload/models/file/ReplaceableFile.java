// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.file;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.participant.Prepared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in the file system where a file is replaced as a whole. What is on its way lies beside it, under names that begin with a
 * dot and the file's name and then identify the instance that wrote it: files that other instances left there are not used.
 *
 * <p><em>Safe for use by multiple threads.</em>
 */
final class ReplaceableFile {

    private static final String NEXT = ".next";
    private static final String EARLIER = ".earlier";

    private final Path path;
    private final String instance = UUID.randomUUID().toString();

    ReplaceableFile(Path path) {
        this.path = path;
    }

    /** Makes the new content of the earlier, if there was any. */
    interface Content {
        byte[] of(Optional<byte[]> earlier) throws ModelsFileException;
    }

    /** Writes the new content beside the file, unless that is what the file holds. */
    Prepared prepare(Content content) throws IOException, ModelsFileException {
        Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path;
        Optional<byte[]> earlier = Files.exists(target) ? Optional.of(Files.readAllBytes(target)) : Optional.empty();
        byte[] next = content.of(earlier);
        createDirectory(directory(target));
        deleteLeftovers(target);
        return earlier.isPresent() && Arrays.equals(earlier.get(), next)
                ? Prepared.unchanged()
                : replacement(target, next, earlier.isPresent());
    }

    private PreparedFile replacement(Path target, byte[] content, boolean replaces) throws IOException {
        Path next = Files.createTempFile(directory(target), prefix(target) + instance, NEXT);
        Path earlier = next.resolveSibling(next.getFileName() + EARLIER);
        try {
            write(next, content);
            if (replaces) {
                Files.copy(target, earlier, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            delete(next, e);
            delete(earlier, e);
            throw e;
        }
        return new PreparedFile(target, next, replaces ? Optional.of(earlier) : Optional.empty());
    }

    /** A temporary file is readable by its owner alone from the beginning, where the file system knows owners. */
    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void delete(Path file, IOException reason) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            boolean hasOwners =
                    directory.getFileSystem().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] ownerOnly = hasOwners
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                    }
                    : new FileAttribute<?>[0];
            Files.createDirectories(directory, ownerOnly);
        }
    }

    private void deleteLeftovers(Path target) throws IOException {
        String prefix = prefix(target);
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory(target), file -> {
            String name = name(file);
            return name.startsWith(prefix)
                    && !name.startsWith(prefix + instance)
                    && (name.endsWith(NEXT) || name.endsWith(NEXT + EARLIER));
        })) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    private static String prefix(Path target) {
        return "." + name(target) + ".";
    }

    private static Path directory(Path file) {
        return requireNonNull(file.getParent(), "an absolute path of a file has a parent");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
