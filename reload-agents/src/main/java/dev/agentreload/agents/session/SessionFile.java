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
import java.util.Arrays;
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

    /** How the name of a file of messages ends. */
    static final String ENDING = ".jsonl";

    private static final byte LINE_END = '\n';

    private final SessionDirectory directory;
    private final SessionLocks locks;
    private final Path messages;
    private final Path summary;
    private final Path nextSummary;

    SessionFile(SessionDirectory directory, SessionLocks locks, String name) {
        this.directory = directory;
        this.locks = locks;
        this.messages = directory.resolve(name + ENDING);
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

    void putSummary(byte[] line) throws IOException {
        locked(channel -> {
            replaceSummary(line);
            return channel;
        });
    }

    /** Writes the summary beside the earlier one and then renames it: a crash leaves the one or the other. */
    private void replaceSummary(byte[] line) throws IOException {
        try (FileChannel next = directory.open(nextSummary, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(next, ByteBuffer.wrap(line), 0);
        }
        Files.move(nextSummary, summary, StandardCopyOption.ATOMIC_MOVE);
        directory.force();
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

    /** Returns the session as it is at one moment, or empty if it has not begun. */
    Optional<SessionContent> content() throws IOException {
        if (Files.notExists(messages)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(messages, StandardOpenOption.READ)) {
            locks.lock(channel, SessionLocks.Mode.SHARED);
            return Optional.of(new SessionContent(bytes(channel), summaryBytes()));
        }
    }

    /**
     * Makes this session what another one is, durably, and reads it again to be sure. It may have begun before only as the other
     * did.
     *
     * @param earlier what was copied here before, which may be changed as long as nobody else wrote
     * @throws IOException if this session has other messages
     */
    SessionCopy takeOver(SessionContent other, Optional<SessionCopy> earlier) throws IOException {
        return locked(channel -> {
            byte[] present = bytes(channel);
            boolean ours = earlier.isPresent() && earlier.get().after() == present.length;
            int same = other.sameBytes(present);
            if (same < present.length && !ours) {
                throw new IOException("it has messages which the one to be moved there has not");
            }
            replaceFrom(channel, same, other.messages());
            SessionCopy.Summary change = ours ? copySummary(other) : addSummary(other);
            return new SessionCopy(
                    earlier.map(SessionCopy::before).orElse((long) present.length), other.messages().length, change);
        });
    }

    /** Undoes the first copy, unless others wrote since. */
    void takeBack(SessionCopy copy) throws IOException {
        locked(channel -> {
            if (channel.size() == copy.after()) {
                if (copy.summary() == SessionCopy.Summary.ADDED) {
                    Files.deleteIfExists(summary);
                    directory.force();
                }
                channel.truncate(copy.before()).force(true);
            }
            return channel;
        });
    }

    private void replaceFrom(FileChannel channel, int same, byte[] all) throws IOException {
        boolean begins = channel.size() == 0;
        channel.truncate(same);
        write(channel, ByteBuffer.wrap(all, same, all.length - same), same);
        if (begins) {
            directory.force();
        }
        if (!Arrays.equals(bytes(channel), all)) {
            throw new IOException("what was read again is not what was written");
        }
    }

    private SessionCopy.Summary addSummary(SessionContent other) throws IOException {
        if (Files.exists(summary) || other.summary().isEmpty()) {
            return SessionCopy.Summary.LEFT;
        }
        replaceSummary(other.summary().get());
        return SessionCopy.Summary.ADDED;
    }

    private SessionCopy.Summary copySummary(SessionContent other) throws IOException {
        if (other.summary().isPresent()) {
            replaceSummary(other.summary().get());
        } else {
            Files.deleteIfExists(summary);
            directory.force();
        }
        return SessionCopy.Summary.ADDED;
    }

    private Optional<byte[]> summaryBytes() throws IOException {
        return Files.exists(summary) ? Optional.of(Files.readAllBytes(summary)) : Optional.empty();
    }

    /** Reads all of a locked file, and leaves its channel open, with which the lock would go. */
    private static byte[] bytes(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
        return Arrays.copyOf(bytes.array(), bytes.position());
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
