// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.MatchTier;
import dev.agentreload.agents.routing.Route;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.core.config.ConfigDocument;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The agents of one generation, with the document they were made from. Nothing in it ever changes: what is asked of one
 * snapshot belongs together. <em>Safe for use by multiple threads.</em>
 *
 * <p>A snapshot holds nothing open: the agents of one that was replaced are closed. A turn takes a
 * {@linkplain AgentRegistry#lease lease} instead.
 *
 * @param <A> the host's type of agent
 */
public final class AgentSnapshot<A> {

    private final long revision;
    private final ConfigDocument document;
    private final AgentsConfig config;
    private final Router router;
    private final AgentChanges changes;
    private final Map<AgentId, A> agents;
    private final Map<AgentId, String> unavailable;

    AgentSnapshot(
            long revision,
            GenerationPlan plan,
            AgentChanges changes,
            List<BuiltAgent<A>> agents,
            Map<AgentId, String> unavailable) {
        GenerationPlan.Parts parts = plan.parts().orElseThrow();
        this.revision = revision;
        this.document = plan.document();
        this.config = parts.config();
        this.router = parts.router();
        this.changes = changes;
        this.agents = Maps.newLinkedHashMapWithExpectedSize(agents.size());
        agents.forEach(agent -> this.agents.put(agent.id(), agent.agent()));
        this.unavailable = ImmutableMap.copyOf(unavailable);
    }

    /**
     * Returns the revision with which this generation was committed. A reloader whose later revisions did not concern the agents is
     * further on.
     */
    public long revision() {
        return revision;
    }

    /** Returns which agents were made for this generation, and which are the same instances as in the one before. */
    public AgentChanges changes() {
        return changes;
    }

    /**
     * Returns the document from which this generation was built. A later revision that did not concern the agents has another one, which
     * {@link dev.agentreload.core.apply.ReloadView#current} returns.
     */
    public ConfigDocument document() {
        return document;
    }

    /** Returns what the document says about agents and models. */
    public AgentsConfig config() {
        return config;
    }

    /** Returns what the document says about which agent answers a message. */
    public Router router() {
        return router;
    }

    /** Returns the agent that answers this message, and why. */
    public Route route(RouteRequest request) {
        return router.route(request);
    }

    /** Returns the route to an agent that the host names. If there is no such agent, the one to which the message is routed answers. */
    public Route route(RouteRequest request, AgentId agent) {
        requireNonNull(agent, "agent");
        if (config.find(agent).isPresent()) {
            return new Route(agent, MatchTier.NAMED, Optional.empty(), Optional.empty());
        }
        Route routed = route(request);
        return new Route(routed.agentId(), routed.matchedBy(), routed.binding(), Optional.of(agent.value()));
    }

    /**
     * Returns the agents that are configured but could not be built, with the reasons, without the secrets of the configuration. Empty
     * unless the host {@linkplain AgentRegistry.Builder#allowUnavailableAtStart starts without them}.
     */
    public Map<AgentId, String> unavailable() {
        return unavailable;
    }

    /** Returns the ids of all available agents, in the order of the configuration. */
    public Set<AgentId> ids() {
        return Collections.unmodifiableSet(agents.keySet());
    }

    /** Returns the agent with this id. */
    public Optional<A> find(AgentId id) {
        requireNonNull(id, "id");
        return Optional.ofNullable(agents.get(id));
    }

    /** Returns the agent that a person calls by this text. */
    public Optional<A> find(String text) {
        return AgentId.normalize(text).flatMap(this::find);
    }

    /**
     * Returns the agent that answers what no binding claims.
     *
     * @throws AgentUnavailableException if it could not be built
     */
    public A defaultAgent() {
        return require(config.defaultAgent());
    }

    /** Returns an agent of the configuration. */
    A require(AgentId id) {
        return find(id).orElseThrow(() -> new AgentUnavailableException(id, unavailable.getOrDefault(id, "")));
    }

    /** Returns revision and number of agents, and no content. */
    @Override
    public String toString() {
        return "AgentSnapshot[revision " + revision + ", " + agents.size() + " agents]";
    }
}
