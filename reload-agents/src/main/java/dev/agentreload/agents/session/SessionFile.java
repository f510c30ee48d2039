// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The file of one session: an optional line with the summary, then lines with messages.
 *
 * <p>The file carries the lock of the session, so no other file ever takes its place: a writer that waits for the lock of a deleted
 * file would write into nothing. New content is first written whole to {@code NAME.next}; from the moment it has that name it is
 * the session, and the next owner of the lock copies it over. <em>Not safe for use by multiple threads; safe for use by several
 * instances.</em>
 */
final class SessionFile {

    /** How long a line may be, so that one damaged or hostile file cannot fill the memory. */
    static final int MOST_LINE_BYTES = 16 << 20;

    /** How the name of a session's file ends. */
    static final String ENDING = ".jsonl";

    private static final byte LINE_END = '\n';
    private static final int HEADER_CHUNK = 1 << 12;

    private final SessionDirectory directory;
    private final SessionLocks locks;
    private final Path messages;
    private final Path next;
    private final Path unfinished;

    SessionFile(SessionDirectory directory, SessionLocks locks, String name) {
        this.directory = directory;
        this.locks = locks;
        this.messages = directory.resolve(name + ENDING);
        this.next = directory.resolve(name + ".next");
        this.unfinished = directory.resolve(name + ".tmp");
    }

    /** What an append found at the end of the file. */
    enum End {
        WHOLE,
        TORN
    }

    Path path() {
        return messages;
    }

    /** Appends the line. If an earlier line has no end it gets one first, or both would be lost. */
    End append(byte[] line) throws IOException {
        return locked(channel -> {
            long size = channel.size();
            End end = end(channel, size);
            directory.append(messages, channel, end == End.TORN ? onNewLine(line) : ByteBuffer.wrap(line), size);
            if (size == 0) {
                directory.force();
            }
            return end;
        });
    }

    SessionHistory read(int last) throws IOException {
        HistoryCollector collector = new HistoryCollector(messages, last);
        if (Files.exists(messages)) {
            try (FileChannel channel = FileChannel.open(messages, StandardOpenOption.READ)) {
                locks.lock(channel, SessionLocks.Mode.SHARED);
                read(channel, collector);
            }
        }
        return collector.history();
    }

    /** Reads what was to be the content, if a crash kept it from being copied over. */
    private void read(FileChannel channel, HistoryCollector collector) throws IOException {
        if (Files.notExists(next)) {
            collect(channel, collector);
            return;
        }
        try (FileChannel content = FileChannel.open(next, StandardOpenOption.READ)) {
            collect(content, collector);
        }
    }

    private static void collect(FileChannel channel, HistoryCollector collector) throws IOException {
        long begin = summaryEnd(channel);
        if (begin > 0) {
            collector.summary(bytes(channel, 0, (int) Math.min(begin, MOST_LINE_BYTES)));
        }
        if (lines(channel, collector).read(begin, channel.size()) > begin) {
            collector.earlier();
        }
    }

    private static LinesFromEnd lines(FileChannel channel, HistoryCollector collector) {
        return new LinesFromEnd((start, length) -> bytes(channel, start, length), MOST_LINE_BYTES, collector);
    }

    /** Puts the summary in front of the newest messages, whose lines stay as they are unless one has to be cut in two. */
    void compact(byte[] summary, int keepLast) throws IOException {
        locked(channel -> {
            HistoryCollector kept = new HistoryCollector(messages, keepLast);
            long begin = lines(channel, kept).read(summaryEnd(channel), channel.size());
            try (FileChannel content = directory.open(unfinished, StandardOpenOption.TRUNCATE_EXISTING)) {
                directory.append(unfinished, content, ByteBuffer.wrap(summary), 0);
                if (!kept.cutLine().isEmpty()) {
                    byte[] line = SessionLines.ofMessages(kept.cutLine());
                    directory.append(unfinished, content, ByteBuffer.wrap(line), content.size());
                    begin = kept.oldestLineEnd();
                }
                directory.copy(channel, begin, unfinished, content);
            }
            directory.rename(unfinished, next);
            directory.force();
            copyOver(channel);
            return channel;
        });
    }

    /** Copies the new content over. It is forgotten durably before anything is appended, or it would come back. */
    private void copyOver(FileChannel channel) throws IOException {
        try (FileChannel content = FileChannel.open(next, StandardOpenOption.READ)) {
            directory.empty(messages, channel);
            directory.copy(content, 0, messages, channel);
        }
        directory.delete(next);
        directory.force();
    }

    void clear() throws IOException {
        if (Files.exists(messages)) {
            locked(channel -> {
                directory.empty(messages, channel);
                return channel;
            });
        }
    }

    /** Copies new content over that a crash left, so that this one file is the session. */
    void recover() throws IOException {
        if (Files.exists(next)) {
            locked(channel -> channel);
        }
    }

    private <T> T locked(LockedWork<T> work) throws IOException {
        directory.create();
        try (FileChannel channel = directory.open(messages)) {
            locks.lock(channel, SessionLocks.Mode.EXCLUSIVE);
            if (Files.exists(next)) {
                copyOver(channel);
            }
            return work.run(channel);
        }
    }

    /** Returns where the line with the summary ends, or 0 if there is none. */
    private static long summaryEnd(FileChannel channel) throws IOException {
        long size = channel.size();
        for (long start = 0; start < size; start += HEADER_CHUNK) {
            byte[] part = bytes(channel, start, (int) Math.min(HEADER_CHUNK, size - start));
            if (start == 0 && !SessionLines.isSummary(part)) {
                return 0;
            }
            for (int i = 0; i < part.length; i++) {
                if (part[i] == LINE_END) {
                    return start + i + 1;
                }
            }
        }
        return size;
    }

    /** Reads a part of a locked file, and leaves its channel open, with which the lock would go. */
    private static byte[] bytes(FileChannel channel, long start, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {}
        return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }

    private static End end(FileChannel channel, long size) throws IOException {
        return size == 0 || bytes(channel, size - 1, 1)[0] == LINE_END ? End.WHOLE : End.TORN;
    }

    private static ByteBuffer onNewLine(byte[] line) {
        return ByteBuffer.allocate(line.length + 1).put(LINE_END).put(line).flip();
    }

    /** What is done with the file while it is locked. */
    private interface LockedWork<T> {
        T run(FileChannel channel) throws IOException;
    }
}
