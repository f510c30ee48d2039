// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.Router;
import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.schema.ConfigSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares what is generated of the key tables with what is checked in; {@code -Dreference.write=true} writes it again. */
class KeyReferenceTest {

    private static final Path SCHEMA = Path.of("src/main/resources/META-INF/agent-reload/agents.schema.json");
    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- generated: keys -->\n\n";
    private static final String END = "\n<!-- end: keys -->";

    @Test
    void schema_isTheOneOfTheTables() throws IOException {
        SectionKeys keys = AgentsConfig.keys(AgentsPolicy.standard()).and(ReloadMode.keys());
        String schema = ConfigSchema.of(keys, RuleTable.agents()).toJson();
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(SCHEMA, schema);
        }

        assertThat(Files.readString(SCHEMA)).isEqualTo(schema);
    }

    @Test
    void page_isTheOneOfTheTables() throws IOException {
        SectionKeys keys = AgentsPolicy.standard().keys().and(Router.keys()).and(ReloadMode.keys());
        String page = ConfigSchema.of(keys, RuleTable.agents()).toMarkdown();
        String text = Files.readString(README);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(README, text.substring(0, begin) + page + text.substring(end));
        }

        assertThat(Files.readString(README)).contains(BEGIN + page + END);
    }
}
