// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentreload.agents.routing.SessionKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSessionStoreTest {

    private static final SessionKey KEY = new SessionKey("agent:main:main");
    private static final SessionKey OTHER = new SessionKey("agent:Main:main");
    private static final String NAME = "agent%3amain%3amain";
    private static final int ALL = Integer.MAX_VALUE;
    private static final SessionMessage HELLO = message("hello");
    private static final SessionMessage EMOJI = message("two\nlines 😀 ${HOME} $${");
    private static final SessionMessage BYE = message("bye");

    private static final int HELLO_BYTES = SessionLines.ofMessages(List.of(HELLO)).length;

    private static final Logger LOGGER = Logger.getLogger(FileSessionStore.class.getName());

    private final RecordedLog log = new RecordedLog();

    @TempDir
    Path temporary;

    @BeforeEach
    void recordLog() {
        LOGGER.addHandler(log);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void releaseLog() {
        LOGGER.removeHandler(log);
        LOGGER.setUseParentHandlers(true);
    }

    @Test
    void history_messagesOfSeveralSessions_areInTheirOrderAndApart() throws Exception {
        SessionStore store = store();
        store.append(KEY, HELLO);
        store.append(OTHER, BYE);
        store.append(KEY, EMOJI);
        assertThat(store.history(KEY, ALL)).isEqualTo(historyOf(HELLO, EMOJI));
        assertThat(store.history(OTHER, ALL)).isEqualTo(historyOf(BYE));
    }

    @Test
    void history_sessionThatNeverBegan_isEmptyAndCreatesNothing() throws Exception {
        assertThat(store().history(KEY, ALL)).isEqualTo(SessionHistory.empty());
        store().clear(KEY);
        assertThat(directory()).doesNotExist();
    }

    @Test
    void append_reopenedStore_continues() throws Exception {
        store().append(KEY, HELLO);
        store().compact(KEY, "greeting", ALL);
        store().append(KEY, BYE);
        assertThat(store().history(KEY, ALL)).isEqualTo(historyOf(HELLO, BYE).withSummary("greeting"));
    }

    @Test
    void append_longText_isKept() throws Exception {
        SessionMessage poem = message("😀 é\n".repeat(300_000));
        store().append(KEY, poem);
        store().append(KEY, BYE);
        assertThat(store().history(KEY, ALL).equals(historyOf(poem, BYE))).isTrue();
    }

    @Test
    void append_tooLongText_isRefusedAndTheSessionStaysUsable() throws Exception {
        store().append(KEY, HELLO);
        assertThatThrownBy(() -> store().append(KEY, message("x".repeat(16 << 20))))
                .isExactlyInstanceOf(SessionStoreException.class)
                .hasMessage("could not write [16777270] bytes to session [%s]; expected at most 16777216", file());
        store().append(KEY, BYE);
        assertThat(store().history(KEY, ALL)).isEqualTo(historyOf(HELLO, BYE));
    }

    @Test
    void append_afterALineTornAtAnyByte_losesNothingElse() throws Exception {
        store().append(KEY, HELLO);
        int kept = Files.readAllBytes(file()).length;
        store().append(KEY, EMOJI);
        byte[] whole = Files.readAllBytes(file());
        for (int size = kept; size < whole.length; size++) {
            Files.write(file(), Arrays.copyOf(whole, size));
            store().append(KEY, BYE);
            assertThat(store().history(KEY, ALL))
                    .as("cut at %s", size)
                    .isEqualTo(afterTear(size - kept, whole.length - kept));
        }
        assertThat(log.lines())
                .hasSize(whole.length - kept - 1)
                .containsOnly("WARNING the last line of session [" + file() + "] was torn, and was ended");
    }

    /** Of a line without its end only the end is missing: it is a message. Of one without a byte nothing is there. */
    private SessionHistory afterTear(int size, int whole) {
        if (size == 0) {
            return historyOf(HELLO, BYE);
        }
        return size == whole - 1 ? historyOf(HELLO, EMOJI, BYE) : damaged(HELLO, BYE);
    }

    @Test
    void append_turnCutAtAnyByte_isThereWhollyOrNotAtAll() throws Exception {
        store().append(KEY, HELLO);
        store().append(KEY, List.of(EMOJI.withAttribute("tool", "x"), BYE));
        byte[] whole = Files.readAllBytes(file());
        for (int size = HELLO_BYTES; size < whole.length; size++) {
            Files.write(file(), Arrays.copyOf(whole, size));
            List<SessionMessage> messages = store().history(KEY, ALL).messages();
            assertThat(messages).as("cut at %s", size).hasSize(size < whole.length - 1 ? 1 : 3);
        }
    }

    @Test
    void append_severalMessages_areOneLine() throws Exception {
        store().append(KEY, List.of(HELLO, BYE));
        store().append(KEY, HELLO);
        assertThat(Files.readAllLines(file())).hasSize(2);
        assertThat(store().history(KEY, 2)).isEqualTo(historyOf(BYE, HELLO).withEarlier());
    }

    @Test
    void compact_keepingSome_leavesOneFileWithTheSummaryFirst() throws Exception {
        store().append(KEY, List.of(HELLO, EMOJI));
        store().append(KEY, BYE);
        store().compact(KEY, "first ${HOME}\n😀", 2);
        assertThat(names(directory())).containsExactly(NAME + ".jsonl");
        assertThat(Files.readAllLines(file())).hasSize(3).first().isEqualTo("{\"summary\":\"first $${HOME}\\n😀\"}");
        assertThat(store().history(KEY, ALL)).isEqualTo(historyOf(EMOJI, BYE).withSummary("first ${HOME}\n😀"));
        store().compact(KEY, "second", 1);
        assertThat(store().history(KEY, ALL)).isEqualTo(historyOf(BYE).withSummary("second"));
    }

    @Test
    void compact_crashAtAnyStep_leavesTheSessionAsItWasOrIs() throws Exception {
        SessionHistory before = historyOf(HELLO, EMOJI, BYE).withSummary("old");
        SessionHistory after = historyOf(EMOJI, BYE).withSummary("new");
        boolean crashed = true;
        List<SessionHistory> seen = new ArrayList<>();
        for (int step = 0; crashed; step++) {
            store().clear(KEY);
            store().append(KEY, List.of(HELLO, EMOJI));
            store().append(KEY, BYE);
            store().compact(KEY, "old", ALL);
            CrashingSteps steps = CrashingSteps.after(step);
            crashed = steps.crashes(
                    () -> FileSessionStore.create(directory(), steps).compact(KEY, "new", 2));
            SessionHistory read = store().history(KEY, ALL);
            assertThat(read).as("crash at step %s", step).isIn(before, after);
            seen.add(read);
            store().append(KEY, BYE);
            assertThat(store().history(KEY, ALL).messages())
                    .as("appended after a crash at step %s", step)
                    .hasSize(read.messages().size() + 1);
            assertThat(names(directory())).doesNotContain(NAME + ".next");
        }
        assertThat(seen).hasSizeGreaterThan(6).contains(before, after);
        assertThat(seen.get(seen.size() - 1)).isEqualTo(after);
    }

    @Test
    void history_damagedSummary_isSkippedAndNamed() throws Exception {
        store().compact(KEY, "hunter2", ALL);
        store().append(KEY, HELLO);
        Files.writeString(file(), Files.readString(file()).replaceFirst("}", "]"));
        assertThat(store().history(KEY, ALL))
                .isEqualTo(historyOf(HELLO)
                        .withWarnings(List.of("the summary in [" + file() + "] is damaged and was skipped")));
    }

    @Test
    void history_newestMessages_readsAsMuchOfALongSessionAsOfAShortOne() throws Exception {
        assertThat(bytesRead(100_000)).isEqualTo(bytesRead(100)).isLessThan(50 * 1_100 + LinesFromEnd.CHUNK);
    }

    /** Counts what is read of a file with as many messages for the newest fifty. */
    private static long bytesRead(int messages) throws IOException {
        byte[] line = SessionLines.ofMessages(List.of(message("x".repeat(1_000))));
        long size = (long) messages * line.length;
        AtomicLong bytes = new AtomicLong();
        HistoryCollector collector = new HistoryCollector(Path.of("session"), 50);
        new LinesFromEnd(
                        (start, length) -> {
                            bytes.addAndGet(length);
                            byte[] part = new byte[length];
                            for (int i = 0; i < length; i++) {
                                part[i] = line[(int) ((start + i) % line.length)];
                            }
                            return part;
                        },
                        SessionFile.MOST_LINE_BYTES,
                        collector)
                .read(0, size);
        assertThat(collector.history().messages()).hasSize(50);
        return bytes.get();
    }

    @Test
    void append_afterZerosLeftByACrash_losesNothingElse() throws Exception {
        store().append(KEY, HELLO);
        Files.write(file(), new byte[4096], StandardOpenOption.APPEND);
        store().append(KEY, BYE);
        assertThat(store().history(KEY, ALL)).isEqualTo(damaged(HELLO, BYE));
    }

    @Test
    void history_corruptMiddleLine_isSkippedAndNamed() throws Exception {
        store().append(KEY, HELLO);
        Files.writeString(file(), "{\"role\":\"user\",\"text\":\"hunter2\n\n", StandardOpenOption.APPEND);
        store().append(KEY, BYE);
        assertThat(store().history(KEY, ALL)).isEqualTo(damaged(HELLO, BYE));
    }

    @Test
    void history_unboundedLine_isSkippedAndNamed() throws Exception {
        store().append(KEY, HELLO);
        Files.write(file(), new byte[SessionFile.MOST_LINE_BYTES + 1], StandardOpenOption.APPEND);
        store().append(KEY, BYE);
        assertThat(store().history(KEY, ALL))
                .isEqualTo(historyOf(HELLO, BYE)
                        .withWarnings(List.of("the line at byte " + HELLO_BYTES + " of [" + file()
                                + "] is too long and was skipped")));
    }

    @Test
    void history_fileOfRubbish_namesTheFirstLinesAndCountsTheRest() throws Exception {
        store().append(KEY, HELLO);
        Files.writeString(file(), "rubbish\n".repeat(1_000), StandardOpenOption.APPEND);
        assertThat(store().history(KEY, ALL).warnings())
                .hasSize(21)
                .startsWith("the line at byte " + (HELLO_BYTES + 980 * 8) + " of [" + file()
                        + "] is no message and was skipped")
                .endsWith("[" + file() + "] has 980 more such lines");
    }

    @Test
    void clear_session_forgetsAllAndCanBeginAgain() throws Exception {
        store().append(KEY, HELLO);
        store().compact(KEY, "greeting", ALL);
        store().append(OTHER, BYE);
        store().clear(KEY);
        assertThat(store().history(KEY, ALL)).isEqualTo(SessionHistory.empty());
        assertThat(store().history(OTHER, ALL)).isEqualTo(historyOf(BYE));
        store().append(KEY, EMOJI);
        assertThat(store().history(KEY, ALL)).isEqualTo(historyOf(EMOJI));
    }

    @Test
    void append_unusableDirectory_fails() throws Exception {
        Files.writeString(temporary.resolve("workspace"), "no directory");
        assertThatThrownBy(() -> store().append(KEY, HELLO))
                .isInstanceOf(SessionStoreException.class)
                .hasMessageStartingWith("could not append to session [" + file() + "]: ")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void append_fileThatAnotherProcessLocks_failsAfterTheTimeout() throws Exception {
        store().append(KEY, HELLO);
        FileSessionStore hasty = FileSessionStore.create(directory(), Duration.ofMillis(5));
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            FileLock held = channel.lock();
            assertThatThrownBy(() -> hasty.append(KEY, BYE))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessage("could not append to session [" + file()
                            + "]: java.io.IOException: another writer holds the file");
            held.release();
        }
        hasty.append(KEY, BYE);
        assertThat(hasty.history(KEY, ALL)).isEqualTo(historyOf(HELLO, BYE));
    }

    @Test
    void append_interruptedWhileAnotherHoldsTheFile_failsAtOnce() throws Exception {
        store().append(KEY, HELLO);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            FileLock held = channel.lock();
            CompletableFuture<String> message = new CompletableFuture<>();
            Thread writer = new Thread(() -> message.complete(failureOf(() -> store().append(KEY, BYE))));
            writer.start();
            while (writer.isAlive() && writer.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait(); // until it pauses between two tries
            }
            writer.interrupt();
            assertThat(message.get(9, TimeUnit.SECONDS))
                    .isEqualTo("could not append to session [" + file() + "]: java.io.InterruptedIOException:"
                            + " interrupted while another writer held the file");
            held.release();
        }
        assertThat(store().history(KEY, ALL)).isEqualTo(historyOf(HELLO));
    }

    @Test
    void append_interruptedThread_failsAndKeepsTheFlag() throws Exception {
        store().append(KEY, HELLO);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> store().append(KEY, EMOJI)).isInstanceOf(SessionStoreException.class);
        assertThat(Thread.interrupted()).isTrue();
        store().append(KEY, BYE);
        assertThat(store().history(KEY, ALL)).isEqualTo(historyOf(HELLO, BYE));
    }

    @Test
    void files_wherePermissionsExist_areForTheOwnerOnly() throws Exception {
        assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
        store().append(KEY, HELLO);
        store().compact(KEY, "greeting", ALL);
        assertThat(permissions(directory())).isEqualTo("rwx------");
        assertThat(permissions(temporary.resolve("workspace"))).isEqualTo("rwx------");
        assertThat(permissions(file())).isEqualTo("rw-------");
    }

    @Test
    void toString_messagesAndHistories_showNoText() {
        SessionHistory history = historyOf(HELLO).withSummary("hunter2");
        assertThat(HELLO).hasToString("SessionMessage[role=user, at=2026-01-31T12:00:00Z, characters=5, attributes=0]");
        assertThat(history).hasToString("SessionHistory[messages=1, summary=yes, warnings=[], earlier=no]");
    }

    private Path directory() {
        return temporary.resolve("workspace").resolve("sessions");
    }

    private Path file() {
        return directory().resolve(NAME + ".jsonl");
    }

    private FileSessionStore store() {
        return FileSessionStore.create(directory());
    }

    /** Returns the history of a file whose second line is damaged. */
    private SessionHistory damaged(SessionMessage... messages) {
        return historyOf(messages)
                .withWarnings(List.of(
                        "the line at byte " + HELLO_BYTES + " of [" + file() + "] is no message and was skipped"));
    }

    private static SessionHistory historyOf(SessionMessage... messages) {
        return SessionHistory.of(List.of(messages));
    }

    private static SessionMessage message(String text) {
        return SessionMessage.of(SessionRole.USER, text, Instant.parse("2026-01-31T12:00:00Z"));
    }

    private static String failureOf(ThrowableAssert.ThrowingCallable call) {
        return String.valueOf(ThrowableAssert.catchThrowable(call).getMessage());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Notes what is logged. */
    private static final class RecordedLog extends Handler {

        private final List<String> lines = new ArrayList<>();

        List<String> lines() {
            return lines;
        }

        @Override
        public void publish(LogRecord record) {
            lines.add(record.getLevel() + " " + record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
