package dev.agentreload.examples.gateway;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a person types, or a program pipes lines: prompts are shown to persons only. */
final class Terminal {

    private final BufferedReader input;
    private final PrintStream output;
    private final boolean interactive;

    private Terminal(BufferedReader input, PrintStream output, boolean interactive) {
        this.input = input;
        this.output = output;
        this.interactive = interactive;
    }

    /** Returns the terminal of this process, which speaks UTF-8 whatever the platform's encoding is. */
    static Terminal system() {
        return new Terminal(
                new BufferedReader(
                        new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8)),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                isTerminal());
    }

    /** Returns the next line, or empty at the end of the input. */
    Optional<String> read(String prompt) throws IOException {
        if (interactive) {
            output.print(prompt);
            output.flush();
        }
        return Optional.ofNullable(input.readLine());
    }

    boolean isInteractive() {
        return interactive;
    }

    void print(String text) {
        output.println(text);
    }

    /** Prints what only a person at a terminal needs. */
    void greet(String text) {
        if (interactive) {
            output.println(text);
        }
    }

    /** Newer JDKs have a console for pipes too, which can be asked; on older ones a console means a terminal. */
    @SuppressWarnings("SystemConsoleNull") // so null is checked for the older ones
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true; // before JDK 22
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a public method of the console that cannot be called", e);
        }
    }
}
