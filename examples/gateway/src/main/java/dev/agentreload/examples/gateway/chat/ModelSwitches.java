package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.examples.gateway.provider.ChatProvider;
import dev.agentreload.examples.gateway.provider.Prompt;
import dev.agentreload.models.ModelResolution;
import dev.agentreload.models.ModelTarget;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ResolvedModel;
import dev.agentreload.models.provider.ProviderLease;
import dev.agentreload.models.provider.ProviderNotBuiltException;
import dev.agentreload.models.provider.ProviderPool;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models that people chose, each for their own conversation. They are kept nowhere, so a restart forgets them.
 * <em>Safe for use by multiple threads.</em>
 */
public final class ModelSwitches {

    private final ProviderPool<ChatProvider> providers;
    private final Map<SessionKey, String> names = new ConcurrentHashMap<>();

    /** Creates switches to models of providers in this pool. */
    public ModelSwitches(ProviderPool<ChatProvider> providers) {
        this.providers = providers;
    }

    /** Returns the answer of the model that was chosen; empty if none was, or the configuration knows it no more. */
    Optional<String> answer(SessionKey session, ModelsConfig models, Prompt prompt)
            throws NoAnswerException, InterruptedException {
        Optional<ModelTarget> target = model(session, models).map(model -> model.target(0));
        return target.isEmpty() ? Optional.empty() : Optional.of(answer(target.get(), prompt));
    }

    /** No agent need have this provider, so it is open for this turn. */
    private String answer(ModelTarget target, Prompt prompt) throws NoAnswerException, InterruptedException {
        try (ProviderLease<ChatProvider> lease = providers.acquire(target.provider())) {
            return lease.value().answer(target.ref(), prompt);
        } catch (ProviderNotBuiltException | RuntimeException e) {
            throw new NoAnswerException(ChatAgent.failure(target, e));
        }
    }

    /** Returns the model that answers in a session because it was chosen there. */
    public Optional<String> find(SessionKey session, ModelsConfig models) {
        return model(session, models).map(model -> model.ref().toString());
    }

    private Optional<ResolvedModel> model(SessionKey session, ModelsConfig models) {
        return Optional.ofNullable(names.get(session)).map(models::resolve).flatMap(ModelResolution::findModel);
    }

    void put(SessionKey session, String model) {
        names.put(session, model);
    }
}
