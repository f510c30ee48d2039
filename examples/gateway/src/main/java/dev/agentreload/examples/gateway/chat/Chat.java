// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.CommandGateway;
import dev.agentreload.agents.command.CommandRequest;
import dev.agentreload.agents.routing.Peer;
import dev.agentreload.agents.routing.RouteRequest;
import java.util.regex.Pattern;

/** Answers what people write: commands at once, everything else through an agent. */
public final class Chat {

    private static final String REFUSED = "you may not use /";

    /** This is no message to an agent, but a command with a mistake. */
    private static final Pattern LONE_COMMAND = Pattern.compile("[/!]\\p{Alpha}+");

    /** The edges of what was pasted may be blanks that no keyboard has. */
    private static final Pattern EDGES = Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$");

    private final AgentRegistry<?> registry;
    private final CommandGateway commands;
    private final Conversations conversations;

    /** Creates the chat in which these commands are known. */
    public Chat(AgentRegistry<?> registry, CommandGateway commands, Conversations conversations) {
        this.registry = registry;
        this.commands = commands;
        this.conversations = conversations;
    }

    /**
     * Answers a message.
     *
     * @param channel where the text really came in: what it may command depends on that, not on what the sender claims
     * @param sender where it comes from as far as routing is concerned
     */
    public Reply answer(String channel, RouteRequest sender, String text, Turn turn) {
        CommandCaller caller = new CommandCaller(
                channel, sender.accountId(), sender.peer().map(Peer::id).orElse(""));
        String trimmed = EDGES.matcher(text).replaceAll("");
        if (trimmed.contains("\n")) {
            return conversations.answer(Message.of(sender, trimmed), turn); // was pasted, and is no command
        }
        return commands.answer(
                        CommandRequest.of(trimmed, caller, registry.snapshot().router(), sender))
                .map(Chat::commanded)
                .orElseGet(() -> said(sender, trimmed, turn));
    }

    private Reply said(RouteRequest sender, String text, Turn turn) {
        return LONE_COMMAND.matcher(text).matches()
                ? new Reply.Answered("unknown command [" + text + "]; /help lists all")
                : conversations.answer(Message.of(sender, text), turn);
    }

    private static Reply commanded(String answer) {
        return answer.startsWith(REFUSED)
                ? new Reply.Failed(Reply.Reason.FORBIDDEN, answer)
                : new Reply.Answered(answer);
    }
}
