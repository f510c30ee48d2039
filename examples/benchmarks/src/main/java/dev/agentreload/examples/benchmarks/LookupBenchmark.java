// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.HostRuntime;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
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
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to find an agent by its id in the generation in effect, beside a plain map behind a volatile field. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LookupBenchmark {

    /** A power of two, so that the next question is found without a division. */
    private static final int QUESTIONS = 1 << 10;

    /** How many agents there are. */
    @Param({"20", "10000"})
    int agents;

    private final AgentRegistry<ResolvedAgent> registry =
            AgentRegistry.create(agent -> agent, HostRuntime.of(Runnable::run));

    private volatile Map<AgentId, ResolvedAgent> map = new HashMap<>();
    private AgentId[] questions = {};
    private int next;

    /** Makes the agents, and asks for them in no order. */
    @Setup
    public void load() {
        registry.reload(ConfigDocument.parse("config.json", SampleConfigs.json(agents, 0)));
        Map<AgentId, ResolvedAgent> peer = new HashMap<>();
        registry.snapshot().config().agents().forEach(agent -> peer.put(agent.id(), agent));
        map = peer;
        Random random = new Random(7);
        questions = new AgentId[QUESTIONS];
        for (int i = 0; i < QUESTIONS; i++) {
            questions[i] = new AgentId("agent-" + random.nextInt(agents));
        }
    }

    /** Ours. */
    @Benchmark
    public ResolvedAgent snapshot() {
        return registry.snapshot().find(questions[next++ & (QUESTIONS - 1)]).orElseThrow();
    }

    /** The peer. */
    @Benchmark
    public @Nullable ResolvedAgent volatileMap() {
        return map.get(questions[next++ & (QUESTIONS - 1)]);
    }
}
