// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import java.io.IOException;
import org.openjdk.jol.info.GraphLayout;

/** Prints the memory that a document holds beside Jackson's tree of the same file. */
public final class RetainedHeap {

    private RetainedHeap() {}

    /** Measures the two sample sizes. */
    public static void main(String[] arguments) throws IOException {
        for (int agents : new int[] {20, 10_000}) {
            print(agents);
        }
    }

    private static void print(int agents) throws IOException {
        byte[] content = SampleConfigs.utf8(SampleConfigs.json(agents));
        ConfigDocument document =
                ConfigReader.standard().read("config.json", content).orThrow();
        JsonNode tree = new ObjectMapper().readTree(content);
        long ours = GraphLayout.parseInstance(document.root()).totalSize();
        long peers = GraphLayout.parseInstance(tree).totalSize();
        System.out.printf(
                "%,d agents, file of %,d bytes: document %,d bytes, Jackson tree %,d bytes, ratio %.2f%n",
                agents, content.length, ours, peers, (double) ours / peers);
    }
}
