// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.config.ConfigReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Prints how long turns take to find their agent while another thread edits and reloads a file without pause, beside the same while
 * that thread only edits and reads it. A turn is due every 20 microseconds and its time counts from then, so that a pause is felt by
 * all turns that were due in it. Both take turns, and the median of the rounds is shown.
 */
public final class TurnLatencyFigures {

    private static final long PERIOD_NANOS = 20_000;
    private static final long PHASE_NANOS = 2_000_000_000;
    private static final int TURNS = (int) (PHASE_NANOS / PERIOD_NANOS);
    private static final double NANOS_PER_MILLI = 1e6;

    private final ReloadingHost host;
    private final RouteRequest message = RouteRequest.builder("telegram").build();
    private final long[] nanos = new long[TURNS];
    private final AtomicBoolean running = new AtomicBoolean();

    private TurnLatencyFigures(ReloadingHost host) {
        this.host = host;
    }

    /** Takes the number of rounds, by default 9, and that of agents, by default 10,000. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        int agents = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        ConfigReader reader = ConfigReader.standard();
        try (ReloadingHost host = new ReloadingHost(agents, Runnable::run)) {
            TurnLatencyFigures figures = new TurnLatencyFigures(host);
            double[] reloading = new double[rounds];
            double[] reading = new double[rounds];
            for (int round = -1; round < rounds; round++) {
                double amongReadings = figures.percentile(() -> reader.read("config.json", host.edit()));
                double amongReloads = figures.percentile(() -> {
                    host.edit();
                    host.submit();
                });
                if (round >= 0) {
                    reading[round] = amongReadings;
                    reloading[round] = amongReloads;
                }
            }
            System.out.printf(
                    "%,d agents, 99th percentile of a turn: among reloads %.3f ms, among readings %.3f ms, ratio %.2f%n",
                    agents, median(reloading), median(reading), median(reloading) / median(reading));
        }
    }

    /** Returns the 99th percentile in milliseconds. */
    private double percentile(Runnable work) throws InterruptedException {
        running.set(true);
        Thread other = new Thread(() -> {
            while (running.get()) {
                work.run();
            }
        });
        other.start();
        long begin = System.nanoTime();
        for (int turn = 0; turn < TURNS; turn++) {
            long due = begin + turn * PERIOD_NANOS;
            while (System.nanoTime() < due) {
                Thread.onSpinWait();
            }
            answer();
            nanos[turn] = System.nanoTime() - due;
        }
        running.set(false);
        other.join();
        Arrays.sort(nanos);
        return nanos[TURNS * 99 / 100] / NANOS_PER_MILLI;
    }

    private ResolvedAgent answer() {
        try (TurnLease<ResolvedAgent> turn = host.registry().lease(message)) {
            return turn.agent();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
