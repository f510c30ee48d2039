// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import com.google.common.math.Quantiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs all benchmarks, or those that JMH's own arguments select, and then prints what counts: each part beside its peer, as a
 * ratio, beside what it must reach.
 *
 * <p>A machine that others use too is slower for a second and slower for a minute. So all forks are not taken one after the
 * other: a round has one of each benchmark, each counts with the median of its iterations, and the ratio shown is the median of
 * those of the rounds.
 */
public final class AllBenchmarks {

    private static final double PERCENTILE = 99;
    private static final double MEDIAN = 50;
    private static final int ROUNDS = 3;

    /** One score of each round. */
    private final Map<String, List<Double>> scores = new HashMap<>();

    private AllBenchmarks() {}

    /** Takes the arguments of JMH, such as a pattern of names, {@code -f} for rounds and {@code -i} for iterations. */
    public static void main(String[] arguments) throws CommandLineOptionException, RunnerException, IOException {
        CommandLineOptions options = new CommandLineOptions(arguments);
        if (options.shouldHelp()) {
            options.showHelp();
            return;
        }
        AllBenchmarks all = new AllBenchmarks();
        Options oneRound = new OptionsBuilder().parent(options).forks(1).build();
        for (int round = 0; round < options.getForkCount().orElse(ROUNDS); round++) {
            all.add(new Runner(oneRound).run());
        }
        System.out.printf("%n| work | ratio seen | must reach |%n| --- | --- | --- |%n");
        all.print();
        System.out.println();
        RetainedHeap.main(new String[0]);
    }

    private void add(Collection<RunResult> results) {
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            String group = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
            put(group, result, result.getPrimaryResult().getStatistics().getPercentile(MEDIAN));
            String type = group.substring(0, group.indexOf('.') + 1);
            boolean sampled = result.getParams().getMode() == Mode.SampleTime;
            result.getSecondaryResults()
                    .forEach((part, seen) -> put(
                            type + part,
                            result,
                            sampled ? seen.getStatistics().getPercentile(PERCENTILE) : seen.getScore()));
        }
    }

    private void put(String name, RunResult result, double score) {
        StringBuilder key = new StringBuilder(name);
        for (String parameter : result.getParams().getParamsKeys()) {
            key.append(' ').append(result.getParams().getParam(parameter));
        }
        scores.computeIfAbsent(key.toString(), first -> new ArrayList<>()).add(score);
    }

    private void print() {
        for (String agents : new String[] {"20", "10000"}) {
            for (ReadBenchmark.Script names : ReadBenchmark.Script.values()) {
                String file = agents + " " + names;
                atMost(1.5, "read, " + file, "ReadBenchmark.ours " + file, "ReadBenchmark.peer " + file);
            }
        }
        for (BadInputBenchmark.Format format : BadInputBenchmark.Format.values()) {
            for (BadInputBenchmark.Mistake mistake : BadInputBenchmark.Mistake.values()) {
                String file = format + " " + mistake;
                atMost(3, "read, " + file, "BadInputBenchmark.ours " + file, "BadInputBenchmark.peer " + file);
            }
        }
        faster(20, "plan, 20 agents", "PlanBenchmark.plan 20", "PlanBenchmark.patch 20");
        faster(500, "plan, 10,000 agents", "PlanBenchmark.plan 10000", "PlanBenchmark.patch 10000");
        atMost(3, "whole reload, 10,000 agents", "ReloadBenchmark.ours 10000", "ReloadBenchmark.peer 10000");
        fileReload(8, "20 " + FileReloadBenchmark.Peer.TREE);
        fileReload(3, "10000 " + FileReloadBenchmark.Peer.TREE);
        fileReload(2, "20 " + FileReloadBenchmark.Peer.REBUILD);
        fileReload(2, "500 " + FileReloadBenchmark.Peer.REBUILD);
        for (String agents : new String[] {"20", "200", "1000"}) {
            faster(
                    1,
                    "file to applied beside Spring's refresh, agents: " + agents,
                    "SpringRefreshBenchmark.ours " + agents,
                    "SpringRefreshBenchmark.peer " + agents);
        }
        for (String text : new String[] {"explain", "json"}) {
            atMost(
                    4,
                    "200,000 changes beside their plan: " + text,
                    "PlanTextBenchmark.ours 200000 " + text,
                    "PlanTextBenchmark.peer 200000 " + text);
        }
        atMost(
                2,
                "HOT with 4,000 changed agents and one deferred path beside the same edit without",
                "DeferralBenchmark.ours 4000",
                "DeferralBenchmark.peer 4000");
        for (String agents : new String[] {"20", "10000"}) {
            atMost(
                    1.5,
                    "agent lookup, agents: " + agents,
                    "LookupBenchmark.snapshot " + agents,
                    "LookupBenchmark.volatileMap " + agents);
        }
        for (String message : new String[] {"claimedMessage", "unclaimedMessage"}) {
            atMost(
                    2,
                    "route with 100,000 bindings beside 100, " + message,
                    "RoutingBenchmark." + message + " 100000",
                    "RoutingBenchmark." + message + " 100");
        }
        atMost(
                2,
                "newest 50 messages of 100,000 beside those of 100",
                "SessionBenchmark.newest 100000",
                "SessionBenchmark.newest 100");
        atMost(
                1.1,
                "the same in a free lane beside without a lane",
                "SessionBenchmark.newestInLane 100",
                "SessionBenchmark.newest 100");
        atMost(
                2,
                "reload that moves 10,000 sessions beside 10",
                "WorkspaceMoveBenchmark.move 10000",
                "WorkspaceMoveBenchmark.move 10");
        faster(8, "lease and release beside a read lock", "LeaseBenchmark.lease", "LeaseBenchmark.readLock");
        atMost(
                1.2,
                "p99 of a turn among reloads beside among readings",
                "ReaderLatencyBenchmark.turnAmongReloads 1000",
                "ReaderLatencyBenchmark.turnAmongReadings 1000");
    }

    private void fileReload(int limit, String host) {
        atMost(
                limit,
                "file to applied, " + host,
                "FileReloadBenchmark.ours " + host,
                "FileReloadBenchmark.peer " + host);
    }

    private void atMost(double limit, String work, String ours, String peer) {
        print(work, scores.get(ours), scores.get(peer), "at most " + limit);
    }

    private void faster(int times, String work, String ours, String peer) {
        print(work + ", peer's time by ours", scores.get(peer), scores.get(ours), "at least " + times);
    }

    /** Leaves out what was not selected. */
    private static void print(
            String work, @Nullable List<Double> dividends, @Nullable List<Double> divisors, String limit) {
        if (dividends != null && divisors != null) {
            double[] ratios = IntStream.range(0, dividends.size())
                    .mapToDouble(round -> dividends.get(round) / divisors.get(round))
                    .toArray();
            System.out.printf("| %s | %.2f | %s |%n", work, Quantiles.median().compute(ratios), limit);
        }
    }
}
