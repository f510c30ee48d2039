// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.command.Audience;
import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.agents.command.CommandCall;
import dev.agentreload.core.apply.Reloader;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The commands that are this host's own.
 *
 * @param conversations has the turns that {@code /stop} ends
 * @param reloader resumes for {@code /resume}
 * @param http returns where the HTTP channel listens, if it does
 * @param restart starts the gateway again
 */
public record HostCommands(
        Conversations conversations, Reloader reloader, Supplier<Optional<URI>> http, Runnable restart) {

    /** The channel on which people may do everything. */
    public static final String CONSOLE = "console";

    private static final String HTTP = "http";

    /** Returns all of them. */
    public List<ChatCommand> all() {
        return List.of(
                harmless(
                        "start",
                        "say hello",
                        call -> "you talk to " + call.request().agent() + "; try /help"),
                harmless("stop", "end the turn that runs in this conversation", this::stop),
                harmless("list channels", "all channels", call -> channels()),
                harmless(
                        "show channel",
                        "the channel you write on",
                        call -> call.request().caller().channel()),
                harmless("switch channel", "see whether a channel can be written on", this::switchChannel)
                        .taking("to <name>"),
                ChatCommand.of(
                        "resume",
                        "let automatic reloads in again after a rollback",
                        Audience.OPERATORS,
                        call -> resume()),
                ChatCommand.of("restart", "start the gateway again", Audience.OPERATORS, call -> {
                    restart.run();
                    return "restarting: running answers end first";
                }));
    }

    private static ChatCommand harmless(String name, String description, ChatCommand.Body body) {
        return ChatCommand.of(name, description, Audience.EVERYONE, body);
    }

    private String stop(CommandCall call) {
        return conversations.stop(call.request().session()) ? "stopped" : "no turn runs in this conversation";
    }

    private String resume() {
        return reloader.resume() ? "automatic reloads are let in again" : "automatic reloads are not held";
    }

    private String channels() {
        return CONSOLE + http.get().map(address -> "\n" + HTTP + ", " + address).orElse("");
    }

    /** As in PicoClaw this only checks the name: an answer always goes where the message came from. */
    private String switchChannel(CommandCall call) {
        List<String> words = call.arguments();
        if (words.size() != 2 || !words.get(0).equalsIgnoreCase("to")) {
            return "usage: /switch channel to <name>";
        }
        String name = words.get(1).toLowerCase(Locale.ROOT);
        List<String> known = http.get().isPresent() ? List.of(CONSOLE, HTTP) : List.of(CONSOLE);
        return known.contains(name)
                ? name + " can be written on; answers go where a message comes from, here to "
                        + call.request().caller().channel()
                : "unknown channel [" + words.get(1) + "]; expected " + String.join(" or ", known);
    }
}
