// SPDX-License-Identifier: Apache-2.0
/**
 * Turns the agents of a configuration into the host's own agents and replaces them, together with their routes and
 * providers, in one reference write; a running turn keeps the generation it began with.
 *
 * <p>The entry type is {@link dev.agentreload.agents.AgentRegistry}. Hosts implement {@link dev.agentreload.agents.AgentFactory}
 * or, for agents that share live providers, {@link dev.agentreload.agents.ProvidedAgentFactory} on top of a
 * {@link dev.agentreload.models.provider.ProviderPool}.
 */
@NullMarked
package dev.agentreload.agents;

import org.jspecify.annotations.NullMarked;
