// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.console;

import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.Gateway;
import dev.agentreload.examples.gateway.Lifetime;
import dev.agentreload.examples.gateway.chat.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Passes on what is typed, and prints what is answered. At a terminal commands are answered at once, also while an agent answers;
 * lines from a program are answered one after the other. It outlives a restart of the gateway, since a thread that reads a line
 * cannot be called back.
 */
public final class ConsoleChat {

    private final LineConsole console;
    private final RouteRequest sender;
    private final ExecutorService turns = Executors.newSingleThreadExecutor(task -> daemon(task, "console-turns"));
    private volatile Gateway gateway;

    /** Creates the conversation of this console, which has not begun. */
    public ConsoleChat(LineConsole console, RouteRequest sender, Gateway gateway) {
        this.console = console;
        this.sender = sender;
        this.gateway = gateway;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true); // it may wait for a line that never comes
        return thread;
    }

    /** Has what is typed from now on go to this gateway. */
    public void talkTo(Gateway other) {
        gateway = other;
    }

    /** Reads until the input ends. */
    public void start() {
        if (console.isInteractive()) {
            console.print("say something, or type /help");
        }
        daemon(this::read, "console").start();
    }

    private void read() {
        try {
            String prompt = gateway.desk().consolePrompt();
            for (Optional<String> text = console.read(prompt); text.isPresent(); text = console.read(prompt)) {
                if (!text.get().isBlank()) {
                    answer(text.get());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            endOfInput();
        }
    }

    private void answer(String text) {
        if (console.isInteractive() && !isCommand(text)) {
            turns.execute(() -> say(text));
        } else {
            say(text);
        }
    }

    private static boolean isCommand(String text) {
        return text.startsWith("/") || text.startsWith("!");
    }

    private void say(String text) {
        if (!console.isInteractive()) {
            console.print(gateway.answer(sender, text));
            return;
        }
        LinesSoFar lines = new LinesSoFar(console::print);
        lines.finish(gateway.desk()
                .answerConsole(sender, text, Turn.followedBy(lines::add))
                .text());
    }

    /** A service has no input, and serves others. */
    private void endOfInput() {
        if (console.isInteractive() || gateway.address().isEmpty()) {
            gateway.lifetime().end(Lifetime.Ending.STOP);
        }
    }
}
