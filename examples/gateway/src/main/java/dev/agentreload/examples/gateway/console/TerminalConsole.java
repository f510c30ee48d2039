// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.console;

import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** A person at a terminal: lines can be edited, what is pasted is one text, and what is printed never breaks into what is typed. */
final class TerminalConsole implements LineConsole {

    private final LineReader reader;

    TerminalConsole(Terminal terminal) {
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.BRACKETED_PASTE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    @Override
    public Optional<String> read(String prompt) {
        try {
            return Optional.of(reader.readLine(TerminalText.withoutControls(prompt)));
        } catch (EndOfFileException | UserInterruptException e) {
            return Optional.empty();
        }
    }

    @Override
    public void print(String text) {
        reader.printAbove(TerminalText.withoutControls(text));
    }

    @Override
    public boolean isInteractive() {
        return true;
    }
}
