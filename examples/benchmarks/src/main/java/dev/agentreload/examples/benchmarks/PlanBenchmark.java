// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.flipkart.zjsonpatch.JsonDiff;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
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

/** What one edit costs to plan, documents read, beside what a JSON patch library needs to find it in the same trees. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlanBenchmark {

    /** How many agents, and as many bindings. */
    @Param({"20", "500", "10000", "100000"})
    int agents;

    private ConfigDocument base = ConfigDocument.parse("config.json", "{}");
    private ConfigDocument target = base;
    private JsonNode baseTree = new ObjectMapper().createObjectNode();
    private JsonNode targetTree = baseTree;

    /** Reads the file before and after an edit of one agent. */
    @Setup
    public void read() throws IOException {
        String before = SampleConfigs.json(agents);
        String after = SampleConfigs.editedJson(agents);
        ConfigReader reader = ConfigReader.standard();
        base = reader.read("config.json", before).orThrow();
        target = reader.read("config.json", after).orThrow();
        baseTree = new ObjectMapper().readTree(before);
        targetTree = new ObjectMapper().readTree(after);
    }

    /** Ours: what the edit means. */
    @Benchmark
    public ReloadPlan plan() {
        return ReloadPlanner.plan(base, target);
    }

    /** The peer: what the edit is. */
    @Benchmark
    public JsonNode patch() {
        return JsonDiff.asJson(baseTree, targetTree);
    }
}
