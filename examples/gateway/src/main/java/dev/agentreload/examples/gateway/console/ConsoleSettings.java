// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.console;

import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.examples.gateway.chat.HostCommands;

/**
 * What {@code channels.console} says.
 *
 * @param prompt what stands before a line of input
 */
public record ConsoleSettings(String prompt) {

    private static final String DEFAULT_PROMPT = "> ";

    private static final SectionKeys CONSOLE = SectionKeys.of(
            ConfigKey.string("prompt", "what stands before a line of input").orElse(DEFAULT_PROMPT));

    /** The keys at the root that lead to these settings. */
    public static final SectionKeys KEYS = SectionKeys.of(ConfigKey.section(
                    "channels",
                    SectionKeys.of(ConfigKey.section(HostCommands.CONSOLE, CONSOLE, "the terminal"))
                            .allowingOthers(),
                    "where people write"))
            .allowingOthers();

    /** Returns the settings, and adds what is wrong with them; what cannot be read is as good as absent. */
    public static ConsoleSettings read(ConfigDocument document, ProblemCollector problems) {
        String prompt = ConfigSection.of(document, problems)
                .withKeys(KEYS)
                .section("channels")
                .flatMap(channels -> channels.section(HostCommands.CONSOLE))
                .flatMap(console -> {
                    console.reportUnknownKeys(ConfigProblem.Severity.WARNING);
                    return console.string("prompt");
                })
                .orElse(DEFAULT_PROMPT);
        return new ConsoleSettings(prompt);
    }
}
