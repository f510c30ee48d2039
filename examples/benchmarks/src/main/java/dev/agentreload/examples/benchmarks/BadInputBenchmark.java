// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.ReadResult;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What mistakes in a file of about 1 MB cost its reading, beside a file of the same size without any. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BadInputBenchmark {

    private static final int AGENTS = 10_000;

    /** What is wrong. */
    @Param
    Mistake mistake = Mistake.DUPLICATE_KEYS;

    /** How the file is written. */
    @Param
    Format format = Format.JSON;

    private final ConfigReader reader = ConfigReader.builder()
            .placeholders(placeholder -> new PlaceholderResolver.Resolution.Missing("not set"))
            .build();
    private byte[] good = {};
    private byte[] bad = {};

    /** What can be wrong. */
    public enum Mistake {
        DUPLICATE_KEYS("model", "text"),
        SYNTAX_ERROR_IN_THE_LAST_LINE("notes", "text"),
        UNSET_VARIABLES("notes", "${NAME}"),
        EMPTY_SECRETS("token", ""),
        SECRETS("token", "text");

        private final String key;
        private final String value;

        Mistake(String key, String value) {
            this.key = key;
            this.value = value;
        }
    }

    /** How a file can be written. */
    public enum Format {
        JSON(
                "{\"id\": \"agent%d\", \"model\": \"work/model\", \"workspace\": \"/srv/agents\", \"%s\": \"%s\"}",
                ",\n", "{\"list\": [", "]}"),
        JSON_ON_ONE_LINE(
                "{\"id\": \"agent%d\", \"model\": \"work/model\", \"workspace\": \"/srv/agents\", \"%s\": \"%s\"}",
                ",", "{\"list\": [", "]}"),
        YAML(
                "  - id: agent%d\n    model: work/model\n    workspace: /srv/agents\n    %s: \"%s\"\n",
                "", "list:\n", "end: {}\n");

        private final String element;
        private final String separator;
        private final String start;
        private final String end;

        Format(String element, String separator, String start, String end) {
            this.element = element;
            this.separator = separator;
            this.start = start;
            this.end = end;
        }

        private String file(String key, String value) {
            return IntStream.range(0, AGENTS)
                    .mapToObj(number -> String.format(element, number, key, value))
                    .collect(Collectors.joining(separator, start, end));
        }

        private ReadResult read(ConfigReader reader, byte[] content) {
            return this == YAML ? reader.readYaml("config.yaml", content) : reader.read("config.json", content);
        }
    }

    /** Makes both files. */
    @Setup
    public void makeFiles() {
        good = SampleConfigs.utf8(format.file("notes", "text"));
        String file = format.file(mistake.key, mistake.value);
        bad = SampleConfigs.utf8(
                mistake == Mistake.SYNTAX_ERROR_IN_THE_LAST_LINE ? file.replaceFirst("]?}\\s*$", "") : file);
    }

    /** Ours and the peer in turn. */
    @Benchmark
    public void inTurn(Nanoseconds nanoseconds, Blackhole blackhole) {
        long start = System.nanoTime();
        blackhole.consume(format.read(reader, bad));
        long between = System.nanoTime();
        blackhole.consume(format.read(reader, good));
        nanoseconds.ours += between - start;
        nanoseconds.peer += System.nanoTime() - between;
    }
}
