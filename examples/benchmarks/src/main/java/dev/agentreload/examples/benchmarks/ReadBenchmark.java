// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentreload.core.config.ConfigReader;
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

/** What fingerprints, positions, secrets and the checks cost on top of parsing: our reader beside Jackson's tree. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadBenchmark {

    /** How many agents, and as many bindings. */
    @Param({"20", "10000"})
    int agents;

    /** What the agents' names are made of. */
    @Param
    Script names = Script.ASCII;

    private final ObjectMapper mapper = new ObjectMapper();
    private final ConfigReader reader = ConfigReader.standard();
    private byte[] content = {};

    /** Makes the file. */
    @Setup
    public void makeFile() {
        content = SampleConfigs.utf8(
                names == Script.ASCII ? SampleConfigs.json(agents) : SampleConfigs.jsonBeyondAscii(agents));
    }

    /** Characters of one byte, or of up to four. */
    public enum Script {
        ASCII,
        CYRILLIC_AND_EMOJI
    }

    /** Ours and the peer in turn. */
    @Benchmark
    public void inTurn(Nanoseconds nanoseconds, Blackhole blackhole) throws IOException {
        long start = System.nanoTime();
        blackhole.consume(reader.read("config.json", content));
        long between = System.nanoTime();
        blackhole.consume(mapper.readTree(content));
        nanoseconds.ours += between - start;
        nanoseconds.peer += System.nanoTime() - between;
    }
}
