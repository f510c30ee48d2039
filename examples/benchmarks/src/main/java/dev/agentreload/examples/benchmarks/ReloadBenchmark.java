// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.runtime.HostRuntime;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to take an edit of one agent into effect, from the bytes of the file to the new generation of agents, beside
 * what Jackson needs to make a tree of the same bytes. Every reload undoes the one before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReloadBenchmark {

    /** How many agents, and as many bindings. */
    @Param({"20", "10000"})
    int agents;

    private final ObjectMapper mapper = new ObjectMapper();
    private final ConfigReader reader = ConfigReader.standard();
    private final AgentRegistry<ResolvedAgent> registry =
            AgentRegistry.create(agent -> agent, HostRuntime.of(Runnable::run));

    private byte[] next = {};
    private byte[] afterNext = {};

    /** Makes both files, and loads the one without the edit. */
    @Setup
    public void load() {
        next = SampleConfigs.utf8(SampleConfigs.editedJson(agents));
        afterNext = SampleConfigs.utf8(SampleConfigs.json(agents));
        registry.reload(reader.read("config.json", afterNext).orThrow());
    }

    private byte[] nextFile() {
        byte[] file = next;
        next = afterNext;
        afterNext = file;
        return file;
    }

    /** Ours and the peer in turn. */
    @Benchmark
    public void inTurn(Nanoseconds nanoseconds, Blackhole blackhole) throws IOException {
        byte[] file = nextFile();
        long start = System.nanoTime();
        blackhole.consume(reload(file));
        long between = System.nanoTime();
        blackhole.consume(mapper.readTree(file));
        nanoseconds.ours += between - start;
        nanoseconds.peer += System.nanoTime() - between;
    }

    /**
     * Reads, plans, and reloads the registry.
     *
     * @throws IllegalStateException if another number of agents was made than the one that differs
     */
    private ReloadPlan reload(byte[] file) {
        ConfigDocument document = reader.read("config.json", file).orThrow();
        ReloadResult result = registry.reload(document);
        if (!(result instanceof ReloadResult.Applied applied)
                || registry.snapshot().changes().built().size() != 1) {
            throw new IllegalStateException("not exactly one agent was built: " + result);
        }
        return applied.plan().orElseThrow();
    }
}
