// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.SessionKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several threads and several stores write to one session. */
class SessionWritersTest {

    private static final SessionKey KEY = new SessionKey("agent:main:main");
    private static final int MESSAGES = 50;

    @TempDir
    Path directory;

    @Test
    void append_twoThreadsOnOneStore_keepsEveryMessageInTheOrderOfItsWriter() throws Exception {
        SessionStore store = FileSessionStore.create(directory);
        assertAllKept(store, store);
    }

    @Test
    void append_twoStoresOnOneDirectory_keepsEveryMessageInTheOrderOfItsWriter() throws Exception {
        assertAllKept(FileSessionStore.create(directory), FileSessionStore.create(directory));
    }

    private void assertAllKept(SessionStore first, SessionStore second) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier start = new CyclicBarrier(2);
            List<Future<Integer>> writers =
                    List.of(threads.submit(writer(first, "a", start)), threads.submit(writer(second, "b", start)));
            for (Future<Integer> writer : writers) {
                assertThat(writer.get(60, TimeUnit.SECONDS)).isEqualTo(MESSAGES);
            }
        } finally {
            threads.shutdownNow();
        }
        SessionHistory history = FileSessionStore.create(directory).history(KEY, Integer.MAX_VALUE);
        assertThat(history.warnings()).isEmpty();
        assertThat(history.messages()).hasSize(2 * MESSAGES);
        assertThat(textsOf("a", history)).isEqualTo(texts("a"));
        assertThat(textsOf("b", history)).isEqualTo(texts("b"));
    }

    /** Reads between its writes, which must show all that it wrote, and never half of what the other writes. */
    private static Callable<Integer> writer(SessionStore store, String name, CyclicBarrier start) {
        return () -> {
            start.await(60, TimeUnit.SECONDS);
            int written = 0;
            for (String text : texts(name)) {
                store.append(KEY, SessionMessage.of(SessionRole.USER, text, Instant.EPOCH));
                written++;
                SessionHistory seen = store.history(KEY, Integer.MAX_VALUE);
                assertThat(seen.warnings()).isEmpty();
                assertThat(textsOf(name, seen)).hasSize(written);
            }
            return written;
        };
    }

    private static List<String> texts(String writer) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            texts.add(writer + i + "-".repeat(100 * i));
        }
        return texts;
    }

    private static List<String> textsOf(String writer, SessionHistory history) {
        return history.messages().stream()
                .map(SessionMessage::text)
                .filter(text -> text.startsWith(writer))
                .toList();
    }
}
