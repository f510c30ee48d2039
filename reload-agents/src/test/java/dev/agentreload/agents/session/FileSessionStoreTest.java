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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    private static final SessionMessage HELLO = message("hello");
    private static final SessionMessage EMOJI = message("two\nlines 😀 ${HOME} $${");
    private static final SessionMessage BYE = message("bye");

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
        assertThat(store.history(KEY)).isEqualTo(historyOf(HELLO, EMOJI));
        assertThat(store.history(OTHER)).isEqualTo(historyOf(BYE));
    }

    @Test
    void history_sessionThatNeverBegan_isEmptyAndCreatesNothing() throws Exception {
        assertThat(store().history(KEY)).isEqualTo(SessionHistory.empty());
        store().clear(KEY);
        assertThat(directory()).doesNotExist();
    }

    @Test
    void append_reopenedStore_continues() throws Exception {
        store().append(KEY, HELLO);
        store().putSummary(KEY, "greeting");
        store().append(KEY, BYE);
        assertThat(store().history(KEY))
                .isEqualTo(new SessionHistory(List.of(HELLO, BYE), Optional.of("greeting"), List.of()));
    }

    @Test
    void append_longText_isKept() throws Exception {
        SessionMessage poem = message("😀 é\n".repeat(300_000));
        store().append(KEY, poem);
        store().append(KEY, BYE);
        assertThat(store().history(KEY).equals(historyOf(poem, BYE))).isTrue();
    }

    @Test
    void append_tooLongText_isRefusedAndTheSessionGoesOn() throws Exception {
        store().append(KEY, HELLO);
        assertThatThrownBy(() -> store().append(KEY, message("x".repeat(16 << 20))))
                .isExactlyInstanceOf(SessionStoreException.class)
                .hasMessage("could not write [16777270] bytes to session [%s]; expected at most 16777216", file());
        store().append(KEY, BYE);
        assertThat(store().history(KEY)).isEqualTo(historyOf(HELLO, BYE));
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
            assertThat(store().history(KEY))
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
        return size == whole - 1 ? historyOf(HELLO, EMOJI, BYE) : damaged("line 2", HELLO, BYE);
    }

    @Test
    void append_afterZerosLeftByACrash_losesNothingElse() throws Exception {
        store().append(KEY, HELLO);
        Files.write(file(), new byte[4096], StandardOpenOption.APPEND);
        store().append(KEY, BYE);
        assertThat(store().history(KEY)).isEqualTo(damaged("line 2", HELLO, BYE));
    }

    @Test
    void history_corruptMiddleLine_isSkippedAndNamed() throws Exception {
        store().append(KEY, HELLO);
        Files.writeString(file(), "{\"role\":\"user\",\"text\":\"hunter2\n\n", StandardOpenOption.APPEND);
        store().append(KEY, BYE);
        assertThat(store().history(KEY)).isEqualTo(damaged("line 2", HELLO, BYE));
    }

    @Test
    void history_unboundedLine_isSkippedAndNamed() throws Exception {
        store().append(KEY, HELLO);
        Files.write(file(), new byte[SessionFile.MOST_LINE_BYTES + 1], StandardOpenOption.APPEND);
        store().append(KEY, BYE);
        assertThat(store().history(KEY))
                .isEqualTo(new SessionHistory(
                        List.of(HELLO, BYE),
                        Optional.empty(),
                        List.of("line 2 of [" + file() + "] is too long and was skipped")));
    }

    @Test
    void history_fileOfRubbish_namesTheFirstLinesAndCountsTheRest() throws Exception {
        store().append(KEY, HELLO);
        Files.writeString(file(), "rubbish\n".repeat(1_000), StandardOpenOption.APPEND);
        assertThat(store().history(KEY).warnings())
                .hasSize(21)
                .startsWith("line 2 of [" + file() + "] is no message and was skipped")
                .endsWith("[" + file() + "] has 980 more such lines");
    }

    @Test
    void clear_session_forgetsAllAndCanBeginAgain() throws Exception {
        store().append(KEY, HELLO);
        store().putSummary(KEY, "greeting");
        store().append(OTHER, BYE);
        store().clear(KEY);
        assertThat(store().history(KEY)).isEqualTo(SessionHistory.empty());
        assertThat(store().history(OTHER)).isEqualTo(historyOf(BYE));
        store().append(KEY, EMOJI);
        assertThat(store().history(KEY)).isEqualTo(historyOf(EMOJI));
    }

    @Test
    void clear_summaryWhoseMessagesSomebodyDeleted_forgetsItToo() throws Exception {
        store().putSummary(KEY, "greeting");
        Files.delete(file());
        assertThat(store().history(KEY).summary()).contains("greeting");
        store().clear(KEY);
        assertThat(store().history(KEY)).isEqualTo(SessionHistory.empty());
    }

    @Test
    void putSummary_beforeAnyMessage_isKept() throws Exception {
        store().putSummary(KEY, "first ${HOME}");
        store().putSummary(KEY, "second $${\n😀");
        assertThat(store().history(KEY))
                .isEqualTo(new SessionHistory(List.of(), Optional.of("second $${\n😀"), List.of()));
    }

    @Test
    void putSummary_crashBeforeTheRename_leavesTheOldOne() throws Exception {
        store().putSummary(KEY, "old");
        Files.writeString(directory().resolve(NAME + ".summary.tmp"), "{\"text\":\"new and much longer");
        assertThat(store().history(KEY).summary()).contains("old");
        store().putSummary(KEY, "new");
        assertThat(store().history(KEY).summary()).contains("new");
        assertThat(names(directory())).containsExactly(NAME + ".jsonl", NAME + ".summary.json");
    }

    @Test
    void putSummary_thatFails_leavesTheOldOne() throws Exception {
        store().putSummary(KEY, "old");
        Files.createDirectory(directory().resolve(NAME + ".summary.tmp"));
        assertThatThrownBy(() -> store().putSummary(KEY, "new"))
                .isInstanceOf(SessionStoreException.class)
                .hasMessageStartingWith(
                        "could not summarise session [" + file() + "]: java.nio.file.FileSystemException")
                .hasCauseInstanceOf(IOException.class);
        assertThat(store().history(KEY).summary()).contains("old");
    }

    @Test
    void history_corruptSummary_isSkippedAndNamed() throws Exception {
        store().append(KEY, HELLO);
        Path summary = Files.writeString(directory().resolve(NAME + ".summary.json"), "hunter2");
        assertThat(store().history(KEY))
                .isEqualTo(new SessionHistory(
                        List.of(HELLO), Optional.empty(), List.of("[" + summary + "] is no summary and was skipped")));
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
    void append_fileThatAnotherHolds_failsAfterItsPatience() throws Exception {
        store().append(KEY, HELLO);
        FileSessionStore hasty = new FileSessionStore(directory(), Duration.ofMillis(5));
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            FileLock held = channel.lock();
            assertThatThrownBy(() -> hasty.append(KEY, BYE))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessage("could not append to session [" + file()
                            + "]: java.io.IOException: another writer holds the file");
            held.release();
        }
        hasty.append(KEY, BYE);
        assertThat(hasty.history(KEY)).isEqualTo(historyOf(HELLO, BYE));
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
        assertThat(store().history(KEY)).isEqualTo(historyOf(HELLO));
    }

    @Test
    void append_interruptedThread_failsAndKeepsTheFlag() throws Exception {
        store().append(KEY, HELLO);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> store().append(KEY, EMOJI)).isInstanceOf(SessionStoreException.class);
        assertThat(Thread.interrupted()).isTrue();
        store().append(KEY, BYE);
        assertThat(store().history(KEY)).isEqualTo(historyOf(HELLO, BYE));
    }

    @Test
    void files_wherePermissionsExist_areForTheOwnerOnly() throws Exception {
        assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
        store().append(KEY, HELLO);
        store().putSummary(KEY, "greeting");
        assertThat(permissions(directory())).isEqualTo("rwx------");
        assertThat(permissions(temporary.resolve("workspace"))).isEqualTo("rwx------");
        assertThat(permissions(file())).isEqualTo("rw-------");
        assertThat(permissions(directory().resolve(NAME + ".summary.json"))).isEqualTo("rw-------");
    }

    @Test
    void toString_messagesAndHistories_tellNoText() {
        SessionHistory history = new SessionHistory(List.of(HELLO), Optional.of("hunter2"), List.of());
        assertThat(HELLO).hasToString("SessionMessage[role=user, at=2026-01-31T12:00:00Z, characters=5]");
        assertThat(history).hasToString("SessionHistory[messages=1, summary=yes, warnings=[]]");
    }

    private Path directory() {
        return temporary.resolve("workspace").resolve("sessions");
    }

    private Path file() {
        return directory().resolve(NAME + ".jsonl");
    }

    private FileSessionStore store() {
        return new FileSessionStore(directory());
    }

    private SessionHistory damaged(String line, SessionMessage... messages) {
        return new SessionHistory(
                List.of(messages),
                Optional.empty(),
                List.of(line + " of [" + file() + "] is no message and was skipped"));
    }

    private static SessionHistory historyOf(SessionMessage... messages) {
        return new SessionHistory(List.of(messages), Optional.empty(), List.of());
    }

    private static SessionMessage message(String text) {
        return new SessionMessage(SessionRole.USER, text, Instant.parse("2026-01-31T12:00:00Z"));
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
