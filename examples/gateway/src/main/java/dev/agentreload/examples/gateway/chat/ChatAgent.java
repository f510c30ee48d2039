// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.agentreload.agents.AgentProviders;
import dev.agentreload.agents.config.ModelRole;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.examples.gateway.provider.ChatProvider;
import dev.agentreload.examples.gateway.provider.Prompt;
import dev.agentreload.examples.gateway.provider.ProviderFailure;
import dev.agentreload.models.ModelTarget;
import dev.agentreload.models.ResolvedModel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * This host's agent: it asks its model, and its fallbacks when that fails. <em>Safe for use by multiple threads.</em>
 */
public final class ChatAgent {

    private static final Logger LOG = System.getLogger(ChatAgent.class.getName());
    private static final String PROBE = "answer with OK";

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

    Prompt prompt(List<SessionMessage> history, Optional<Consumer<String>> follower) {
        return new Prompt(id(), definition.definition().settings().string("systemPrompt"), history, follower);
    }

    /** Returns the answer of the first model that has one. Once a piece was shown, no other model starts over. */
    String answer(Prompt prompt) throws NoAnswerException, InterruptedException {
        List<String> failures = new ArrayList<>();
        AtomicBoolean shown = new AtomicBoolean();
        Prompt noticed = prompt.noticing(() -> shown.set(true));
        for (Map.Entry<ResolvedModel, AtomicLong> model : calls.entrySet()) {
            ModelTarget target = model.getKey().target(model.getValue().getAndIncrement());
            try {
                return providers.provider(target).answer(target.ref(), noticed);
            } catch (RuntimeException e) {
                failures.add(failure(target, e));
            }
            if (shown.get()) {
                break;
            }
        }
        throw new NoAnswerException(String.join(", ", failures));
    }

    /**
     * Asks the first model something short.
     *
     * @throws NoAnswerException if the server did not accept the key or does not know the model. That it is busy or away is no fault
     *     of the configuration
     */
    public void probe() throws NoAnswerException, InterruptedException {
        ModelTarget target = calls.keySet().iterator().next().target(0);
        SessionMessage question = SessionMessage.of(SessionRole.USER, PROBE, Instant.EPOCH);
        try {
            providers.provider(target).answer(target.ref(), prompt(List.of(question), Optional.empty()));
        } catch (RuntimeException e) {
            if (ProviderFailure.isOfTheConfiguration(e)) {
                throw new NoAnswerException(failure(target, e));
            }
            LOG.log(Level.INFO, "a probe has no answer: {0}", failure(target, e));
        }
    }

    /** Says why in words of our own: the message of an exception may quote a secret. */
    static String failure(ModelTarget target, Exception failure) {
        return target.ref() + " " + ProviderFailure.describe(failure);
    }
}
