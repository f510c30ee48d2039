// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import dev.agentreload.examples.gateway.console.TerminalText;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Prints what commands say. It quotes files, and nothing in them may drive the terminal. */
final class Printed {

    private static final String ESCAPE = "\u001B";

    private Printed() {}

    static void out(CommandSpec command, String text) {
        command.commandLine().getOut().println(TerminalText.withVisibleControls(text));
    }

    /** Prints a text of which the colours are ours: what it quotes is written as JSON, in which no escape character stands. */
    static void coloured(CommandSpec command, String text) {
        String safe = Stream.of(text.split(ESCAPE, -1))
                .map(TerminalText::withVisibleControls)
                .collect(Collectors.joining(ESCAPE));
        command.commandLine().getOut().println(safe);
    }

    static void err(CommandSpec command, String text) {
        command.commandLine().getErr().println(TerminalText.withVisibleControls(text));
    }
}
