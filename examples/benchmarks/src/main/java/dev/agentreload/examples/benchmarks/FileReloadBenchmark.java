// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * An edit of one agent from the file to its being applied, through the reloader with registry, history and log, beside the simplest ways
 * to read the same file. Every reload undoes the one before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 20, time = 2)
@Measurement(iterations = 5, time = 2)
public class FileReloadBenchmark {

    /** How many agents, and as many bindings. */
    @Param({"20", "500", "10000"})
    int agents;

    /** What it is beside. */
    @Param
    Peer peer = Peer.TREE;

    /** What the same bytes are given to. */
    public enum Peer {
        /** Jackson makes a tree. */
        TREE,
        /** Everything is made again and swapped. */
        REBUILD
    }

    private final ObjectMapper mapper = new ObjectMapper();
    private final FullRebuild rebuild = new FullRebuild();
    private @Nullable ReloadingHost host;

    /** Starts the host. */
    @Setup
    public void start() throws IOException {
        host = new ReloadingHost(agents, Runnable::run);
    }

    /** Ends it. */
    @TearDown
    public void close() throws IOException {
        requireNonNull(host).close();
    }

    /** Ours and the peer in turn. */
    @Benchmark
    public void inTurn(Nanoseconds nanoseconds, Blackhole blackhole) throws IOException {
        ReloadingHost reloading = requireNonNull(host);
        byte[] content = reloading.edit();
        long start = System.nanoTime();
        blackhole.consume(reloading.reload());
        long between = System.nanoTime();
        blackhole.consume(peer == Peer.TREE ? mapper.readTree(content) : rebuild.reload(reloading.file()));
        nanoseconds.ours += between - start;
        nanoseconds.peer += System.nanoTime() - between;
    }
}
