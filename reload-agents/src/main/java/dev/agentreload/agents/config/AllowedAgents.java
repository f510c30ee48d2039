// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ProblemCollector;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Finds the sub-agents that agents may call although they do not exist. */
final class AllowedAgents {

    /** A search for near matches goes through all agents, and where more names are unknown, hints are no help. */
    private static final int MOST_HINTS = 10;

    private final ConfigDocument document;
    private final AgentsPolicy policy;
    private final ProblemCollector problems;
    private final Map<AgentId, ConfigPath> agents;

    private int hints;

    AllowedAgents(
            ConfigDocument document, AgentsPolicy policy, Map<AgentId, ConfigPath> agents, ProblemCollector problems) {
        this.document = document;
        this.policy = policy;
        this.agents = agents;
        this.problems = problems;
    }

    /** Adds a problem for each name that leads nowhere; an inherited one is reported once. */
    void check(Collection<ResolvedAgent> resolved, AgentDefaults defaults) {
        check(defaults.allowAgents(), ConfigPath.of("agents", "defaults"));
        for (ResolvedAgent agent : resolved) {
            List<String> allowed = agent.definition().allowAgents();
            if (!allowed.isEmpty() && !allowed.equals(defaults.allowAgents())) {
                check(allowed, requireNonNull(agents.get(agent.id())));
            }
        }
    }

    private void check(List<String> allowed, ConfigPath path) {
        for (String id : allowed) {
            if (!id.equals(AgentDefinition.ANY_AGENT) && !agents.containsKey(new AgentId(id))) {
                ConfigPath place = place(path, new AgentId(id));
                problems.add(ConfigProblem.error(
                                place, document.nearestPosition(place), "unknown agent [" + id + "]", hint(id))
                        .withSeverity(policy.strictness().severity()));
            }
        }
    }

    private ConfigPath place(ConfigPath agent, AgentId id) {
        ConfigPath subagents = agent.key("subagents");
        ConfigPath list = ConfigSection.find(document, subagents, problems)
                .map(section -> section.pathOf("allowAgents"))
                .orElse(subagents);
        if (document.find(list).orElse(null) instanceof ConfigArray names) {
            for (int i = 0; i < names.size(); i++) {
                if (names.element(i) instanceof ConfigString name
                        && AgentId.normalize(name.value()).filter(id::equals).isPresent()) {
                    return list.index(i);
                }
            }
        }
        return list;
    }

    private String hint(String id) {
        return hints++ < MOST_HINTS
                ? ConfigProblem.didYouMean(
                        id, agents.keySet().stream().map(AgentId::value).collect(ImmutableList.toImmutableList()))
                : "";
    }
}
