// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.schema.ConfigSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares the page that is generated of the key tables with the one that is checked in; {@code -Dreference.write=true} writes it again. */
class KeyReferenceTest {

    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- generated: keys -->\n\n";
    private static final String END = "\n<!-- end: keys -->";

    @Test
    void page_isTheOneOfTheTables() throws IOException {
        String page = ConfigSchema.of(ModelsConfig.keys(ModelsPolicy.standard()), RuleTable.agents())
                .toMarkdown();
        String text = Files.readString(README);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(README, text.substring(0, begin) + page + text.substring(end));
        }

        assertThat(Files.readString(README)).contains(BEGIN + page + END);
    }
}
