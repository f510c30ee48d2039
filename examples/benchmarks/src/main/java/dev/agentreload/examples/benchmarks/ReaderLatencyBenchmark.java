// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.runtime.HostRuntime;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a turn takes to find its agent while another thread reloads without pause, beside the same while that thread only
 * reads the same files, which keeps memory and the collector as busy. The 99th percentiles are to be compared.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
public class ReaderLatencyBenchmark {

    /** How many agents, and as many bindings. */
    @Param("1000")
    int agents;

    private final ConfigReader reader = ConfigReader.standard();
    private final RouteRequest message = RouteRequest.builder("telegram").build();
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

    private ConfigDocument nextDocument() {
        byte[] file = next;
        next = afterNext;
        afterNext = file;
        return reader.read("config.json", file).orThrow();
    }

    private ResolvedAgent answer() {
        try (TurnLease<ResolvedAgent> turn = registry.lease(message)) {
            return turn.agent();
        }
    }

    /** Ours: a turn among reloads. */
    @Benchmark
    @Group("amongReloads")
    @GroupThreads(1)
    public ResolvedAgent turnAmongReloads() {
        return answer();
    }

    /** What the other thread does meanwhile. */
    @Benchmark
    @Group("amongReloads")
    @GroupThreads(1)
    public ReloadResult reload() {
        return registry.reload(nextDocument());
    }

    /** The peer: a turn while nothing is reloaded. */
    @Benchmark
    @Group("amongReadings")
    @GroupThreads(1)
    public ResolvedAgent turnAmongReadings() {
        return answer();
    }

    /** What the other thread does meanwhile. */
    @Benchmark
    @Group("amongReadings")
    @GroupThreads(1)
    public ConfigDocument read() {
        return nextDocument();
    }
}
