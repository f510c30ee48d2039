// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.FileSessionStore;
import dev.agentreload.agents.session.Lane;
import dev.agentreload.agents.session.SessionBusyException;
import dev.agentreload.agents.session.SessionHistory;
import dev.agentreload.agents.session.SessionLanes;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStoreException;
import dev.agentreload.core.runtime.HostRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Whether the cost of a turn's beginning grows with the length of its session, and what a free lane adds to it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SessionBenchmark {

    private static final SessionKey KEY = new SessionKey("agent:main:main");
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final int NEWEST = 50;
    private static final int TURN = 10;

    /** How many messages the session has. */
    @Param({"100", "100000"})
    int messages;

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final SessionLanes lanes = SessionLanes.create(HostRuntime.of(Runnable::run, scheduler));
    private Path directory = Path.of("");
    private FileSessionStore store = FileSessionStore.create(directory);

    /** Writes the session. */
    @Setup
    public void write() throws IOException, SessionStoreException {
        directory = Files.createTempDirectory("sessions");
        store = FileSessionStore.create(directory);
        for (int turn = 0; turn < messages / TURN; turn++) {
            store.append(KEY, turn(turn));
        }
    }

    /** Returns what one turn with calls of tools appends at once. */
    private static List<SessionMessage> turn(int turn) {
        return IntStream.range(0, TURN)
                .mapToObj(i -> SessionMessage.of(
                        i == 0 ? SessionRole.USER : SessionRole.ASSISTANT,
                        "message " + i + " of turn " + turn + " about what was said before",
                        Instant.EPOCH))
                .toList();
    }

    /** Removes it. */
    @TearDown
    public void remove() throws IOException {
        scheduler.shutdown();
        MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }

    /** What an agent reads before it answers. */
    @Benchmark
    public SessionHistory newest() throws SessionStoreException {
        return store.history(KEY, NEWEST);
    }

    /** The same in the lane of the session, which is free. */
    @Benchmark
    public SessionHistory newestInLane() throws SessionStoreException, SessionBusyException, InterruptedException {
        Lane lane = lanes.enter(KEY, WAIT);
        try {
            return store.history(KEY, NEWEST);
        } finally {
            lane.close();
        }
    }
}
