// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import static java.util.Objects.requireNonNull;

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
 * An edit of one agent from the file to its being applied, which makes that agent, beside Spring's refresh of as many beans, which makes
 * all of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 10, time = 2)
@Measurement(iterations = 5, time = 2)
public class SpringRefreshBenchmark {

    /** How many agents. */
    @Param({"20", "200", "1000"})
    int agents;

    private @Nullable ReloadingHost host;
    private @Nullable SpringHost spring;

    /** Starts both. */
    @Setup
    public void start() throws IOException {
        host = new ReloadingHost(agents, Runnable::run);
        spring = new SpringHost(agents);
    }

    /** Ends both. */
    @TearDown
    public void close() throws IOException {
        requireNonNull(host).close();
        requireNonNull(spring).close();
    }

    /** Ours and Spring's in turn. */
    @Benchmark
    public void inTurn(Nanoseconds nanoseconds, Blackhole blackhole) throws IOException {
        ReloadingHost reloading = requireNonNull(host);
        SpringHost refreshing = requireNonNull(spring);
        reloading.edit();
        refreshing.edit();
        long start = System.nanoTime();
        blackhole.consume(reloading.reload());
        long between = System.nanoTime();
        blackhole.consume(refreshing.refresh());
        nanoseconds.ours += between - start;
        nanoseconds.peer += System.nanoTime() - between;
    }
}
