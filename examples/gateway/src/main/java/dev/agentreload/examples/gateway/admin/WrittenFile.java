// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

import dev.agentreload.examples.gateway.config.OwnersFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        OwnersFile.replace(real, content);
        return written;
    }

    /** Returns whether the file's owner, or the system, wants it left alone. */
    static boolean isReadOnly(Path file) throws IOException {
        PosixFileAttributeView owner = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return !Files.isWritable(file)
                || (owner != null && !owner.readAttributes().permissions().contains(PosixFilePermission.OWNER_WRITE));
    }

    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (!kept) {
            OwnersFile.replace(file, before);
        }
    }
}
