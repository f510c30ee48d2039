// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.config.TextMask;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which agents may be left out of a generation, and says why they were. */
final class LeftOutAgents {

    private static final int LONGEST_REASON = 500;
    private static final ConfigPath AGENTS = ConfigPath.of("agents");

    private LeftOutAgents() {}

    /** Returns the agents that may be left out: all at the start; later those that are unavailable already and have not changed. */
    static Set<AgentId> optional(List<ResolvedAgent> missing, @Nullable AgentSnapshot<?> base) {
        return missing.stream()
                .filter(agent -> base == null || isUnavailable(agent, base))
                .map(ResolvedAgent::id)
                .collect(ImmutableSet.toImmutableSet());
    }

    private static boolean isUnavailable(ResolvedAgent agent, AgentSnapshot<?> base) {
        return base.unavailable().containsKey(agent.id())
                && base.config().find(agent.id()).filter(agent::equals).isPresent();
    }

    /** Returns the reasons as text without the secrets of the document. */
    static ImmutableMap<AgentId, String> reasons(Map<AgentId, Throwable> causes, ConfigDocument document) {
        TextMask mask = TextMask.of(List.of(document));
        return ImmutableMap.copyOf(Maps.transformValues(causes, cause -> mask.mask(text(cause), LONGEST_REASON)));
    }

    private static String text(Throwable cause) {
        String type = cause.getClass().getSimpleName();
        String own = cause.getMessage() == null ? type : type + ": " + cause.getMessage();
        return cause.getCause() == null ? own : own + ", caused by " + text(cause.getCause());
    }

    static ConfigProblem warning(AgentId agent, String reason, ConfigDocument document) {
        SourcePosition position = document.find(AGENTS)
                .map(ConfigNode::position)
                .orElseGet(() -> document.root().position());
        return ConfigProblem.warning(AGENTS, position, "agent [" + agent + "] is unavailable: " + reason, "");
    }
}
