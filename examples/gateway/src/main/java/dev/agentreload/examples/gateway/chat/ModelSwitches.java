package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.models.ModelResolution;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ResolvedModel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models that people chose, each for their own conversation. They are kept nowhere, so a restart forgets them.
 * <em>Safe for use by multiple threads.</em>
 */
public final class ModelSwitches {

    private final Map<SessionKey, String> names = new ConcurrentHashMap<>();

    /** Returns the model that was chosen for this conversation, if it was and the configuration still knows it. */
    Optional<ResolvedModel> find(SessionKey session, ModelsConfig models) {
        return Optional.ofNullable(names.get(session)).map(models::resolve).flatMap(ModelSwitches::model);
    }

    private static Optional<ResolvedModel> model(ModelResolution found) {
        if (found instanceof ModelResolution.Unlisted unlisted) {
            return Optional.of(unlisted.model());
        }
        return found instanceof ModelResolution.Listed listed ? Optional.of(listed.model()) : Optional.empty();
    }

    void put(SessionKey session, String model) {
        names.put(session, model);
    }
}
