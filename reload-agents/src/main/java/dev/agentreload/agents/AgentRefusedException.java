// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.routing.AgentId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says which agents their {@link AgentProbe} refused, and why. Its cause is the reason of the first of them. */
public final class AgentRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ImmutableList<String> agents;

    /** Takes at least one agent, in the order of the configuration. */
    AgentRefusedException(Map<AgentId, Throwable> reasons) {
        super(
                reasons.entrySet().stream()
                        .map(reason -> "agent [" + reason.getKey() + "] was refused: " + text(reason.getValue()))
                        .collect(Collectors.joining("; ")),
                reasons.values().iterator().next());
        this.agents = reasons.keySet().stream().map(AgentId::value).collect(ImmutableList.toImmutableList());
    }

    private static String text(Throwable reason) {
        String message = reason.getMessage();
        return message == null ? reason.getClass().getSimpleName() : message;
    }

    /** Returns the agents, in the order of the configuration. */
    public List<AgentId> agents() {
        return agents.stream().map(AgentId::new).toList();
    }
}
