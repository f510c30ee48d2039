// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import com.google.common.collect.Maps;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.models.ModelsConfig;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a reading for the next one. It knows content by its nodes, of which the agents' own are kept, and
 * never the document around them. <em>Immutable.</em>
 *
 * @param policy under which it was read
 * @param models the models, with the warnings about them
 * @param defaults the node of the defaults
 * @param cleanDefaults what that said, if there was nothing to say about it
 * @param agents the agents about which there was nothing to say, in their order; taken over and changed no more
 */
record ParseCache(
        AgentsPolicy policy,
        Parsed.Success<ModelsConfig> models,
        Optional<ConfigNode> defaults,
        Optional<AgentDefaults> cleanDefaults,
        List<Entry> agents) {

    private static final ConfigPath DEFAULTS = ConfigPath.of("agents", "defaults");

    /** Agents that changed are read again without a search; more than this many were moved. */
    private static final int MOST_MISSES = 8;

    /** Where to look from the place that is expected: the same, or that after one was removed or added. */
    private static final int[] NEAR = {0, 1, -1};

    ParseCache {
        agents = Collections.unmodifiableList(agents);
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

    /** An agent, and where it came from. */
    record Entry(CacheKey origin, CachedAgent agent) {}

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
        return models.problems().isEmpty() && models.value().isFrom(document, other.models());
    }

    Lookup lookup() {
        return new Lookup(agents);
    }

    /**
     * Finds the agents of the next reading, which mostly stand in the same order: a table by content would take more time than all
     * the rest. <em>Not safe for use by multiple threads.</em>
     */
    static final class Lookup {

        private final List<Entry> agents;
        private int expected;
        private int misses;
        private @Nullable Map<CacheKey, CachedAgent> table;

        private Lookup(List<Entry> agents) {
            this.agents = agents;
        }

        Optional<CachedAgent> find(CacheKey origin) {
            for (int near : NEAR) {
                int place = expected + near;
                if (place >= 0
                        && place < agents.size()
                        && agents.get(place).origin().equals(origin)) {
                    expected = place + 1;
                    return Optional.of(agents.get(place).agent());
                }
            }
            expected++;
            return ++misses > MOST_MISSES ? Optional.ofNullable(table().get(origin)) : Optional.empty();
        }

        private Map<CacheKey, CachedAgent> table() {
            Map<CacheKey, CachedAgent> known = table;
            if (known == null) {
                known = Maps.newHashMapWithExpectedSize(agents.size());
                for (Entry entry : agents) {
                    known.put(entry.origin(), entry.agent());
                }
                table = known;
            }
            return known;
        }
    }
}
