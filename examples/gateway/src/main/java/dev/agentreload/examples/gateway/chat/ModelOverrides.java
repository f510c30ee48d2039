// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.examples.gateway.provider.ChatProvider;
import dev.agentreload.examples.gateway.provider.Prompt;
import dev.agentreload.models.ModelRef;
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
import java.util.stream.Stream;

/**
 * The models that people chose for their conversations. A choice keeps its model, whatever its name means
 * after a reload. Choices are in memory only, so a restart forgets them. <em>Safe for use by multiple threads.</em>
 */
public final class ModelOverrides {

    private final ProviderPool<ChatProvider> providers;
    private final Map<SessionKey, Choice> choices = new ConcurrentHashMap<>();

    /**
     * The model that was chosen.
     *
     * @param name may stand for several targets, of which the first was promised
     * @param kind one that the configuration lists must stay listed; one that a server lists need not become so
     */
    private record Choice(String name, ModelRef promised, Class<? extends ModelResolution> kind) {}

    /** Creates overrides with models of providers in this pool. */
    public ModelOverrides(ProviderPool<ChatProvider> providers) {
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
        return Optional.ofNullable(choices.get(session)).flatMap(choice -> model(choice, models));
    }

    private static Optional<ResolvedModel> model(Choice choice, ModelsConfig models) {
        return Stream.of(choice.name(), choice.promised().toString())
                .map(models::resolve)
                .filter(found ->
                        found instanceof ModelResolution.Listed || choice.kind().isInstance(found))
                .map(ModelResolution::findModel)
                .flatMap(Optional::stream)
                .filter(model -> model.ref().equals(choice.promised()))
                .findFirst();
    }

    /** Returns the model that was chosen in a session and that the configuration knows no more. */
    Optional<ModelRef> ended(SessionKey session, ModelsConfig models) {
        return Optional.ofNullable(choices.get(session))
                .filter(choice -> model(choice, models).isEmpty())
                .map(Choice::promised);
    }

    void put(SessionKey session, ModelResolution found) {
        ResolvedModel model = found.findModel().orElseThrow();
        choices.put(session, new Choice(model.name(), model.ref(), found.getClass()));
    }

    /** Has the agent's own model answer again. Returns the one that was chosen, if one was. */
    public Optional<ModelRef> forget(SessionKey session) {
        return Optional.ofNullable(choices.remove(session)).map(Choice::promised);
    }
}
