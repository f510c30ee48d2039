// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TreeDeltaTest {

    private static final int CHAINS = 200;

    private final ConfigReader reader = ConfigReader.standard();

    @Test
    void earlier_anyTwoTrees_isTheEarlierOne() {
        for (List<ObjectNode> versions : chains()) {
            for (int i = 1; i < versions.size(); i++) {
                ObjectNode earlier = versions.get(i - 1);
                ObjectNode later = versions.get(i);
                assertThat(TreeDelta.between(earlier, later).earlier(later).isMoved(earlier, 0))
                        .as("%s before %s", earlier, later)
                        .isTrue();
            }
        }
    }

    @Test
    void after_anyChain_makesTheFirstOfTheLast() {
        for (List<ObjectNode> versions : chains()) {
            ObjectNode first = versions.get(0);
            TreeDelta all = TreeDelta.between(first, versions.get(1));
            for (int i = 2; i < versions.size(); i++) {
                all = all.after(TreeDelta.between(versions.get(i - 1), versions.get(i)));
                assertThat(all.earlier(versions.get(i)).isMoved(first, 0))
                        .as("%s", versions)
                        .isTrue();
            }
        }
    }

    /** Texts that follow from each other by edits, now and then by one that moves all lines, and one that is all different. */
    private List<List<ObjectNode>> chains() {
        Random random = new Random(11);
        List<List<ObjectNode>> chains = new ArrayList<>();
        while (chains.size() < CHAINS) {
            List<ObjectNode> versions = new ArrayList<>();
            String text = new RandomJson(random).text();
            for (int i = 0; i < 40 && versions.size() < 8; i++) {
                String next = switch (random.nextInt(8)) {
                    case 0 -> "\n\n" + text;
                    case 1 -> new RandomJson(random).text();
                    default -> RandomJson.edit(text, random);
                };
                if (reader.read("config.json", next) instanceof ReadResult.Success success) {
                    versions.add((ObjectNode) success.document().root());
                    text = next;
                }
            }
            if (versions.size() > 2) {
                chains.add(versions);
            }
        }
        return chains;
    }
}
