package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.CommandGateway;
import dev.agentreload.agents.command.CommandOutcome;
import dev.agentreload.agents.command.CommandRequest;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Peer;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.SessionKey;

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
        AgentSnapshot<?> snapshot = registry.snapshot();
        AgentId agent = snapshot.route(sender).agentId();
        SessionKey session = snapshot.router().sessionKeys().of(agent, sender);
        CommandCaller caller = new CommandCaller(
                channel, sender.accountId(), sender.peer().map(Peer::id).orElse(""));
        CommandOutcome outcome = commands.answer(new CommandRequest(text, caller, agent, session));
        return outcome instanceof CommandOutcome.Answered answered
                ? answered.text()
                : conversations.answer(Message.of(sender, text));
    }
}
