// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.console;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Reads what is typed or piped, and prints. What is printed cannot drive the terminal: characters that control it are left out.
 * Printing is safe for use by multiple threads; one thread reads.
 */
public interface LineConsole {

    /** Returns the next text, which may be several pasted lines; empty at the end of the input. */
    Optional<String> read(String prompt) throws IOException;

    /** Prints lines. */
    void print(String text);

    /** Returns whether a person is there. */
    boolean isInteractive();

    /** Returns the console of this process, which speaks UTF-8 whatever the platform's encoding is. */
    static LineConsole system() throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .dumb(true)
                .encoding(StandardCharsets.UTF_8)
                .build();
        if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
            return new TerminalConsole(terminal);
        }
        terminal.close();
        return new PipeConsole(
                new BufferedReader(
                        new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8)),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    }
}
