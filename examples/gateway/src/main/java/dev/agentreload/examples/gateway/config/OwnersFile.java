// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files so that a reader finds the old text or the new one; a new file is its owner's alone. */
public final class OwnersFile {

    private OwnersFile() {}

    /**
     * Writes beside the file and renames. A file that was there keeps its permissions.
     *
     * @throws IOException if it cannot be written, such as on a read-only mount; the file is then as it was
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("");
        createFolder(folder);
        Path temporary = Files.createTempFile(folder, "." + file.getFileName(), ".tmp"); // for its owner alone
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            if (Files.exists(file)) {
                copyPermissions(file, temporary);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void createFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView before = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (before != null) {
            Files.setPosixFilePermissions(to, before.readAttributes().permissions());
        }
    }
}
