// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.RuleTable;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A plan as text for people and as JSON, beside the making of the plan. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlanTextBenchmark {

    /** How many agents have another model. */
    @Param("200000")
    int changes;

    /** Which text. */
    @Param({"explain", "json"})
    String text = "explain";

    private @Nullable ConfigDocument base;
    private @Nullable ConfigDocument target;

    /** Reads both documents. */
    @Setup
    public void read() {
        base = document("openai/usual");
        target = document("openai/edited");
    }

    private ConfigDocument document(String model) {
        return ConfigDocument.parse(
                "config.json",
                IntStream.range(0, changes)
                        .mapToObj(i -> "{\"id\": \"agent-" + i + "\", \"model\": \"" + model + "\"}")
                        .collect(Collectors.joining(",", "{\"agents\": {\"list\": [", "]}}")));
    }

    /** The text and the plan in turn. */
    @Benchmark
    public void inTurn(Nanoseconds nanoseconds, Blackhole blackhole) {
        long start = System.nanoTime();
        ReloadPlan plan = ReloadPlanner.plan(requireNonNull(base), requireNonNull(target), RuleTable.agents());
        long between = System.nanoTime();
        blackhole.consume(text.equals("json") ? plan.toJson() : plan.explain());
        nanoseconds.ours += System.nanoTime() - between;
        nanoseconds.peer += between - start;
    }
}
