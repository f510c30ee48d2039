// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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

/**
 * A reload in mode HOT in which all agents change and one path waits for a restart, beside the same edit in which nothing
 * waits. Documents are read beforehand; every reload undoes the one before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeferralBenchmark {

    private static final int PORT = 1;
    private static final int OTHER_PORT = 2;
    private static final Duration MOST = Duration.ofMinutes(1);

    /** How many agents change. */
    @Param("4000")
    int agents;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private @Nullable Host deferring;
    private @Nullable Host plain;

    /** Starts two reloaders with the same document. */
    @Setup
    public void start() {
        deferring = new Host(executor, agents, OTHER_PORT, 1);
        plain = new Host(executor, agents, PORT, 0);
    }

    /** Closes both. */
    @TearDown
    public void close() {
        requireNonNull(deferring).reloader.close(MOST);
        requireNonNull(plain).reloader.close(MOST);
        executor.shutdown();
    }

    /** The edit with a path that waits and the one without in turn. */
    @Benchmark
    public void inTurn(Nanoseconds nanoseconds) {
        requireNonNull(deferring).readNext();
        requireNonNull(plain).readNext();
        long start = System.nanoTime();
        deferring.reload();
        long between = System.nanoTime();
        plain.reload();
        nanoseconds.ours += between - start;
        nanoseconds.peer += System.nanoTime() - between;
    }

    /** A reloader that is asked for two contents in turn, each read again as a file would be. */
    private static final class Host {

        private final Reloader reloader;
        private final int pending;
        private String next;
        private String afterNext;
        private ReadResult read;

        /**
         * Starts a reloader.
         *
         * @param port the port of the documents that are asked for; that in effect is {@link #PORT}
         * @param pending how many paths wait for a restart after each reload
         */
        Host(ExecutorService executor, int agents, int port, int pending) {
            this.pending = pending;
            this.next = text(agents, "openai/edited", port);
            this.afterNext = text(agents, "openai/usual", port);
            this.read = read(text(agents, "openai/usual", PORT));
            this.reloader = Reloader.builder(HostRuntime.of(executor))
                    .participant(new Swap())
                    .mode(ReloadMode.HOT)
                    .build();
            require(reloader.start(source()), 0);
        }

        void readNext() {
            read = read(next);
            String done = next;
            next = afterNext;
            afterNext = done;
        }

        void reload() {
            require(reloader.reload(ReloadRequest.automatic(source(), "benchmark"), MOST), pending);
        }

        private ConfigSource source() {
            return ConfigSource.of("config.json", () -> read);
        }

        private static ReadResult read(String text) {
            return ConfigReader.standard().read("config.json", text);
        }

        private static void require(ReloadResult result, int pending) {
            if (!(result instanceof ReloadResult.Applied applied)
                    || applied.pending().size() != pending) {
                throw new IllegalStateException("not applied with " + pending + " pending paths: " + result.summary());
            }
        }

        private static String text(int agents, String model, int port) {
            return IntStream.range(0, agents)
                    .mapToObj(i -> "{\"id\": \"agent-" + i + "\", \"model\": \"" + model + "\"}")
                    .collect(Collectors.joining(
                            ",", "{\"gateway\": {\"port\": " + port + "}, \"agents\": {\"list\": [", "]}}"));
        }
    }

    /** Handles everything and does nothing, so that what counts is the reloader's own work. */
    private static final class Swap implements ReloadParticipant {

        @Override
        public String name() {
            return "agents";
        }

        @Override
        public boolean handles(ReloadAction action) {
            return true;
        }

        @Override
        public Prepared prepare(ReloadContext context) {
            return Prepared.unchanged();
        }

        @Override
        public void retireAll(RetiredResources retired) {}
    }
}
