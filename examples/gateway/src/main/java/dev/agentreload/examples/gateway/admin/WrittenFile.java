// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;

/** A file with new content, which gets its old one back when this is closed, unless it is kept. Not safe for use by several. */
final class WrittenFile implements AutoCloseable {

    private final Path file;
    private final byte[] before;
    private boolean kept;

    private WrittenFile(Path file, byte[] before) {
        this.file = file;
        this.before = before;
    }

    /**
     * Writes beside the file and renames, so that a reader finds the one or the other.
     *
     * @throws IOException if it cannot be written, such as on a read-only mount
     */
    static WrittenFile write(Path file, byte[] content) throws IOException {
        Path real = file.toRealPath(); // a link stays a link
        WrittenFile written = new WrittenFile(real, Files.readAllBytes(real));
        replace(real, content);
        return written;
    }

    /** Returns whether the file's owner, or the system, wants it left alone. */
    static boolean isReadOnly(Path file) throws IOException {
        PosixFileAttributeView owner = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return !Files.isWritable(file)
                || (owner != null && !owner.readAttributes().permissions().contains(PosixFilePermission.OWNER_WRITE));
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            copyPermissions(file, temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView before = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (before != null) {
            Files.setPosixFilePermissions(to, before.readAttributes().permissions());
        }
    }

    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (!kept) {
            replace(file, before);
        }
    }
}
