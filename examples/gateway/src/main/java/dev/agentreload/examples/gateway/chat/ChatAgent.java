package dev.agentreload.examples.gateway.chat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.agentreload.agents.AgentProviders;
import dev.agentreload.agents.config.ModelRole;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.examples.gateway.provider.ChatProvider;
import dev.agentreload.examples.gateway.provider.Prompt;
import dev.agentreload.models.ModelTarget;
import dev.agentreload.models.ResolvedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * This host's agent: it asks its model, and its fallbacks when that fails. <em>Safe for use by multiple threads.</em>
 */
public final class ChatAgent {

    private final ResolvedAgent definition;
    private final AgentProviders<ChatProvider> providers;

    /** Counts the calls of each model, since a name can stand for several targets that take turns. */
    private final ImmutableMap<ResolvedModel, AtomicLong> calls;

    /** Creates an agent on top of the providers of its models. */
    public ChatAgent(ResolvedAgent definition, AgentProviders<ChatProvider> providers) {
        this.definition = definition;
        this.providers = providers;
        this.calls = Maps.toMap(definition.models(ModelRole.CHAT), model -> new AtomicLong());
    }

    AgentId id() {
        return definition.id();
    }

    Prompt prompt(List<SessionMessage> history) {
        return new Prompt(id(), definition.definition().settings().text("systemPrompt"), history);
    }

    /** Returns the answer of the first model that has one. */
    String answer(Prompt prompt) throws NoAnswerException {
        List<String> failures = new ArrayList<>();
        for (Map.Entry<ResolvedModel, AtomicLong> model : calls.entrySet()) {
            ModelTarget target = model.getKey().target(model.getValue().getAndIncrement());
            try {
                return providers.provider(target).answer(target.ref(), prompt);
            } catch (RuntimeException e) {
                failures.add(failure(target, e));
            }
        }
        throw new NoAnswerException(String.join(", ", failures));
    }

    /** Names the type alone, since the message may quote a secret. */
    static String failure(ModelTarget target, Exception failure) {
        return target.ref() + " failed with " + failure.getClass().getSimpleName();
    }
}
