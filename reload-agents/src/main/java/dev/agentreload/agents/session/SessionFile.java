package dev.agentreload.agents.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The files of one session: its messages and, beside them, its summary.
 *
 * <p>The file of messages also carries the lock of the session. Therefore it is never renamed or deleted: a writer that
 * waits for the lock of a deleted file would write into nothing. <em>Not safe for use by multiple threads; safe for use by
 * several instances.</em>
 */
final class SessionFile {

    /** How long a line may be, so that one damaged or hostile file cannot fill the memory. */
    static final int MOST_LINE_BYTES = 16 << 20;

    private static final byte LINE_END = '\n';

    private final SessionDirectory directory;
    private final SessionLocks locks;
    private final Path messages;
    private final Path summary;
    private final Path nextSummary;

    SessionFile(SessionDirectory directory, SessionLocks locks, String name) {
        this.directory = directory;
        this.locks = locks;
        this.messages = directory.resolve(name + ".jsonl");
        this.summary = directory.resolve(name + ".summary.json");
        this.nextSummary = directory.resolve(name + ".summary.tmp");
    }

    /** What an append found at the end of the file. */
    enum End {
        WHOLE,
        TORN
    }

    /** Returns the file of messages. */
    Path path() {
        return messages;
    }

    /** Appends the line. If an earlier line has no end it gets one first, or both would be lost. */
    End append(byte[] line) throws IOException {
        return locked(channel -> {
            long size = channel.size();
            End end = end(channel, size);
            write(channel, end == End.TORN ? onNewLine(line) : ByteBuffer.wrap(line), size);
            if (size == 0) {
                directory.force();
            }
            return end;
        });
    }

    SessionHistory read() throws IOException {
        HistoryReading reading = new HistoryReading(messages);
        if (Files.notExists(messages)) {
            readSummary(reading);
            return reading.history();
        }
        try (FileChannel channel = FileChannel.open(messages, StandardOpenOption.READ);
                InputStream bytes = Channels.newInputStream(channel)) {
            locks.lock(channel, SessionLocks.Mode.SHARED);
            new LineSplitter(MOST_LINE_BYTES, reading).split(bytes);
            readSummary(reading);
        }
        return reading.history();
    }

    /** Writes the summary beside the earlier one and then renames it: a crash leaves the one or the other. */
    void putSummary(byte[] line) throws IOException {
        locked(channel -> {
            try (FileChannel next = directory.open(nextSummary, StandardOpenOption.TRUNCATE_EXISTING)) {
                write(next, ByteBuffer.wrap(line), 0);
            }
            Files.move(nextSummary, summary, StandardCopyOption.ATOMIC_MOVE);
            directory.force();
            return channel;
        });
    }

    /** Removes the summary first: messages without it are still a history, a summary without them is a ghost. */
    void clear() throws IOException {
        if (Files.notExists(messages) && Files.notExists(summary)) {
            return;
        }
        locked(channel -> {
            Files.deleteIfExists(nextSummary);
            Files.deleteIfExists(summary);
            directory.force();
            channel.truncate(0).force(true);
            return channel;
        });
    }

    private void readSummary(HistoryReading reading) throws IOException {
        if (Files.notExists(summary)) {
            return;
        }
        byte[] content;
        try (InputStream bytes = Files.newInputStream(summary)) {
            content = bytes.readNBytes(MOST_LINE_BYTES);
        }
        Optional<String> text = SessionLines.parseSummary(content);
        if (text.isEmpty()) {
            reading.warn("[" + summary + "] is no summary and was skipped");
        }
        reading.summary(text);
    }

    private <T> T locked(LockedWork<T> work) throws IOException {
        directory.create();
        try (FileChannel channel = directory.open(messages)) {
            locks.lock(channel, SessionLocks.Mode.EXCLUSIVE);
            return work.run(channel);
        }
    }

    private static End end(FileChannel channel, long size) throws IOException {
        if (size == 0) {
            return End.WHOLE;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, size - 1);
        return last.get(0) == LINE_END ? End.WHOLE : End.TORN;
    }

    private static ByteBuffer onNewLine(byte[] line) {
        return ByteBuffer.allocate(line.length + 1).put(LINE_END).put(line).flip();
    }

    /** Writes durably at the end. What could not be written whole is taken back as far as possible. */
    private static void write(FileChannel channel, ByteBuffer bytes, long size) throws IOException {
        try {
            long position = size;
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
            channel.force(true);
        } catch (IOException e) {
            takeBack(channel, size, e);
            throw e;
        }
    }

    private static void takeBack(FileChannel channel, long size, IOException reason) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            reason.addSuppressed(e); // what is left is a torn line, which the next append ends
        }
    }

    /** What is done with the file of messages while it is locked. */
    private interface LockedWork<T> {
        T run(FileChannel channel) throws IOException;
    }
}
