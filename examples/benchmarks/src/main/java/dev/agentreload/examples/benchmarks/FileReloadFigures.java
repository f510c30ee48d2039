// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jol.info.GraphLayout;

/**
 * Prints within a minute what the reload of a file costs beside its reading: processor time and allocation of one thread that runs all
 * steps. The parts take turns, so a slow moment of the machine meets all of them.
 */
public final class FileReloadFigures {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int DECISIONS = 20;

    private final Map<String, double[]> nanos = new LinkedHashMap<>();
    private final Map<String, double[]> bytes = new LinkedHashMap<>();
    private final int rounds;
    private int round;

    private FileReloadFigures(int rounds) {
        this.rounds = rounds;
    }

    /** Takes the numbers of agents; by default 20, 500, 1,000, 10,000 and 100,000. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("jol.magicFieldOffset", "true"); // the usual way to measure memory refuses records
        int[] sizes = arguments.length == 0
                ? new int[] {20, 500, 1_000, 10_000, 100_000}
                : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        for (int agents : sizes) {
            new FileReloadFigures(Math.max(15, 20_000 / agents)).run(agents);
        }
    }

    private void run(int agents) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        ConfigReader reader = ConfigReader.standard();
        FullRebuild rebuild = new FullRebuild();
        try (ReloadingHost host = new ReloadingHost(agents, Runnable::run)) {
            for (int warm = -rounds; warm < rounds; warm++) {
                round = warm;
                byte[] content = host.edit();
                take("read tree", () -> mapper.readTree(content));
                take("read", () -> reader.read("config.json", content));
                take("full rebuild", () -> rebuild.reload(host.file()));
                take("reload", host::reload);
                take("bytes", () -> Files.readAllBytes(host.file()));
                host.source().snapshot(); // the first poll after an edit hashes the file, the others need not
                take("poll", host.source()::snapshot);
                take("unchanged", host::submit);
            }
            System.out.printf("%,d agents%n", agents);
            print("reload", "read tree");
            print("reload", "full rebuild");
            print("reload", "read");
            print("read", "read tree");
            print("unchanged", "bytes");
            print("poll", "bytes");
            printHistory(host, reader.read("config.json", host.edit()).orThrow());
        }
    }

    /** The second figure is that of a file whose lines move with every edit. */
    private static void printHistory(ReloadingHost host, ConfigDocument document) {
        host.reload();
        long bytes = size(document.root());
        long history = size(host.reloader().view().history());
        for (int lines = 1; lines <= DECISIONS; lines++) {
            host.edit(lines);
            host.reload();
        }
        System.out.printf(
                "  history / document: %.2f, lines moved %.2f (%,d bytes)%n",
                (double) history / bytes, (double) size(host.reloader().view().history()) / bytes, bytes);
    }

    private static long size(Object value) {
        return GraphLayout.parseInstance(value).totalSize();
    }

    private void take(String name, Callable<?> work) throws Exception {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        Object result = work.call();
        long took = THREADS.getCurrentThreadCpuTime() - start;
        long used = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        if (round >= 0 && result != null) {
            nanos.computeIfAbsent(name, first -> new double[rounds])[round] = took;
            bytes.computeIfAbsent(name, first -> new double[rounds])[round] = used;
        }
    }

    private void print(String ours, String peer) {
        System.out.printf(
                "  %s / %s: time %.2f (%.3f / %.3f ms), allocated %.2f%n",
                ours,
                peer,
                median(nanos, ours) / median(nanos, peer),
                median(nanos, ours) / 1e6,
                median(nanos, peer) / 1e6,
                median(bytes, ours) / median(bytes, peer));
    }

    private static double median(Map<String, double[]> all, String name) {
        double[] sorted = requireNonNull(all.get(name)).clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
