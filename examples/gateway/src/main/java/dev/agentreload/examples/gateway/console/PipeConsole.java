// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/** Lines from a program, and answers for it: without prompts. */
final class PipeConsole implements LineConsole {

    private final BufferedReader input;
    private final PrintStream output;

    PipeConsole(BufferedReader input, PrintStream output) {
        this.input = input;
        this.output = output;
    }

    @Override
    public Optional<String> read(String prompt) throws IOException {
        return Optional.ofNullable(input.readLine());
    }

    @Override
    public void print(String text) {
        output.println(TerminalText.withoutControls(text));
    }

    @Override
    public boolean isInteractive() {
        return false;
    }
}
