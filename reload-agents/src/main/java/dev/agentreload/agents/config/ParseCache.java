package dev.agentreload.agents.config;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.models.ModelsReading;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of a reading for the next one. It knows content by its nodes, of which the agents' own are kept, and
 * never the document around them. <em>Immutable.</em>
 *
 * @param policy under which it was read
 * @param models the models, with the warnings about them
 * @param defaults the node of the defaults
 * @param agents the agents about which there was nothing to say, by their nodes; taken over and changed no more, since a copy
 *     would take as long as all the rest of a reading that finds everything known
 */
record ParseCache(
        AgentsPolicy policy,
        ModelsReading.Read models,
        Optional<ConfigNode> defaults,
        Map<CacheKey, CachedAgent> agents) {

    private static final ConfigPath DEFAULTS = ConfigPath.of("agents", "defaults");

    ParseCache {
        agents = Collections.unmodifiableMap(agents);
    }

    /**
     * Where an agent came from.
     *
     * @param key the key in a map of agents; empty in a list, where the node says who it is
     * @param node what the configuration says
     */
    record CacheKey(String key, ConfigNode node) {}

    /** An agent as it was read. */
    record CachedAgent(ResolvedAgent agent, Flag flag) {}

    /** Whether an agent is flagged as the default one. */
    enum Flag {
        DEFAULT,
        NONE;

        static Flag of(boolean flagged) {
            return flagged ? DEFAULT : NONE;
        }
    }

    static Optional<ConfigNode> defaultsOf(ConfigDocument document) {
        return document.find(DEFAULTS);
    }

    /** Returns whether agents with the same nodes would be read in the same way. */
    boolean holdsFor(ConfigDocument document, AgentsPolicy other) {
        return policy.equals(other) && defaults.equals(defaultsOf(document));
    }

    /** Returns whether the models would be read in the same way, without anything to say about them. */
    boolean hasModelsOf(ConfigDocument document, AgentsPolicy other) {
        return models.problems().isEmpty() && models.config().isFrom(document, other.models());
    }

    Optional<CachedAgent> find(CacheKey origin) {
        return Optional.ofNullable(agents.get(origin));
    }
}
