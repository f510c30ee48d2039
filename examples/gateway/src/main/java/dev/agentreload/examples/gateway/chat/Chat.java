package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.CommandGateway;
import dev.agentreload.agents.command.CommandRequest;
import dev.agentreload.agents.routing.Peer;
import dev.agentreload.agents.routing.RouteRequest;

/** Answers what people write: commands at once, everything else through an agent. */
public final class Chat {

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
     * Returns the answer.
     *
     * @param channel where the text really came in: what it may command depends on that, not on what the sender claims
     * @param sender where it comes from as far as routing is concerned
     */
    public String answer(String channel, RouteRequest sender, String text) {
        CommandCaller caller = new CommandCaller(
                channel, sender.accountId(), sender.peer().map(Peer::id).orElse(""));
        return commands.answer(
                        CommandRequest.of(text, caller, registry.snapshot().router(), sender))
                .orElseGet(() -> conversations.answer(Message.of(sender, text)));
    }
}
