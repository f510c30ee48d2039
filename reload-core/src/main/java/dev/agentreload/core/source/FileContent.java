// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import com.google.common.hash.HashCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a file held at one moment, or why it could not be read. */
sealed interface FileContent {

    /** Returns this, with the hash that is known of the earlier bytes if they are the same. */
    default FileContent orEqual(@Nullable Bytes earlier) {
        return this instanceof Found found && earlier != null && Arrays.equals(found.bytes().array, earlier.array)
                ? new Found(earlier)
                : this;
    }

    /** The file was read, up to the limit that the reader set. */
    record Found(Bytes bytes) implements FileContent {}

    /**
     * The file could not be read.
     *
     * @param problem what was found, with the path
     * @param expectation what was expected instead
     */
    record Absent(String problem, String expectation) implements FileContent {

        static Absent of(Path file, Exception failure) {
            if (failure instanceof NoSuchFileException) {
                return new Absent("no such file [" + file + "]", "expected a file there");
            }
            if (failure instanceof AccessDeniedException || failure instanceof SecurityException) {
                return new Absent("permission denied for file [" + file + "]", "expected the right to read it");
            }
            return new Absent("file [" + file + "] cannot be read" + reason(failure), "expected a readable file");
        }

        /** Only what the operating system says: it knows nothing of the content. */
        private static String reason(Exception failure) {
            String reason = failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
            return reason == null ? "" : ": " + reason;
        }
    }

    /** An array that is never changed. <em>Safe for use by multiple threads.</em> */
    final class Bytes {

        private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

        private final byte[] array;
        private volatile @Nullable HashCode digest;

        Bytes(byte[] array) {
            this.array = array;
        }

        byte[] array() {
            return array;
        }

        /** Returns the hash of the content, computed when first asked for. */
        HashCode digest() {
            HashCode known = digest;
            if (known == null) {
                known = SourceHash.digest(array);
                digest = known;
            }
            return known;
        }

        /** Returns how many bytes a byte order mark at the start has: none if there is none. */
        int markLength() {
            int length = BYTE_ORDER_MARK.length;
            boolean marked = length <= array.length && Arrays.equals(array, 0, length, BYTE_ORDER_MARK, 0, length);
            return marked ? length : 0;
        }

        /** Returns whether there is nothing but white space, and perhaps a byte order mark before it. */
        boolean isBlank() {
            for (int i = markLength(); i < array.length; i++) {
                if (array[i] < 0 || array[i] > ' ') {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Reads a file. Only regular ones: opening a pipe could wait for ever.
     *
     * @param shown the path that problems name
     * @param limit the most bytes to read; what comes after them is left out
     */
    static FileContent read(Path file, Path shown, int limit) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return new Absent("[" + shown + "] is a directory", "expected a file");
            }
            if (!attributes.isRegularFile()) {
                return new Absent("[" + shown + "] is no regular file", "expected a file");
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return new Found(new Bytes(read(stream, (int) Math.min(limit, attributes.size()), limit)));
            }
        } catch (IOException | SecurityException e) {
            return Absent.of(shown, e);
        }
    }

    /**
     * Reads at most this many bytes, into one array if there are as many as expected. There may be fewer or more: a file is written at any
     * moment, and those in {@code /proc} have no size.
     */
    static byte[] read(InputStream stream, int expected, int limit) throws IOException {
        byte[] bytes = new byte[expected];
        int count = stream.readNBytes(bytes, 0, expected);
        if (count < expected) {
            return Arrays.copyOf(bytes, count);
        }
        byte[] more = stream.readNBytes(limit - expected);
        if (more.length == 0) {
            return bytes;
        }
        byte[] all = Arrays.copyOf(bytes, expected + more.length);
        System.arraycopy(more, 0, all, expected, more.length);
        return all;
    }
}
