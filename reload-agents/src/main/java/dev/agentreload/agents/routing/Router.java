// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.Fingerprint;
import dev.agentreload.core.config.Parsed;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which agent answers a message, by the {@code bindings} and {@code session} of a document.
 *
 * <p>A binding to an agent that does not exist is a warning, as is one that can never claim a message and an unknown key. A binding
 * without agent or channel, a value of the wrong kind and an unknown session scope are errors.
 *
 * <p>Bindings are tried {@linkplain MatchTier tier} by tier, in the order of the list inside a tier; the default agent
 * answers what none of them claims, and replaces agents that bindings name but that do not exist. The time of a route
 * does not grow with the number of bindings. <em>Immutable; safe for use by multiple threads.</em>
 */
public final class Router {

    private static final List<MatchTier> TIERS = List.of(
            MatchTier.PEER,
            MatchTier.PARENT_PEER,
            MatchTier.PEER_WILDCARD,
            MatchTier.GUILD_ROLES,
            MatchTier.GUILD,
            MatchTier.TEAM,
            MatchTier.ACCOUNT,
            MatchTier.CHANNEL);

    private final RoutingSections sections;
    private final ImmutableSet<AgentId> missing;
    private final AgentId defaultAgent;

    /** Beside what the bindings were found to be in order; empty if something was said about them. */
    private final Optional<Surroundings> checkedBeside;

    /**
     * What the check of the bindings depends on besides themselves.
     *
     * @param agents all agents there are
     * @param channels the section of the channels, with the accounts that bindings name
     */
    record Surroundings(Set<AgentId> agents, Optional<Fingerprint> channels) {}

    Router(
            RoutingSections sections,
            ImmutableSet<AgentId> missing,
            AgentId defaultAgent,
            Optional<Surroundings> checkedBeside) {
        this.sections = sections;
        this.missing = missing;
        this.defaultAgent = defaultAgent;
        this.checkedBeside = checkedBeside;
    }

    /**
     * Returns the keys at the root of a document that are read for bindings and sessions, with the sections below them; what else a
     * document has is for other readers.
     */
    public static SectionKeys keys() {
        return RoutingKeys.ROOT;
    }

    /**
     * Reads a document.
     *
     * @param agents all agents there are
     * @param defaultAgent the agent that answers what no binding claims
     * @throws IllegalArgumentException if the default agent is not among the agents
     */
    public static Parsed<Router> read(ConfigDocument document, Set<AgentId> agents, AgentId defaultAgent) {
        checkAgents(agents, defaultAgent);
        return new RoutingParser(document, agents, defaultAgent).read(Optional.empty());
    }

    /**
     * Reads the next document. Content that did not change is not read again: an unchanged section costs no more than a check of the
     * agents it names, and if nothing changed at all, the result has the same router.
     *
     * @param agents all agents there are
     * @param defaultAgent the agent that answers what no binding claims
     * @param previous a router of an earlier document
     * @throws IllegalArgumentException if the default agent is not among the agents
     */
    public static Parsed<Router> read(
            ConfigDocument document, Set<AgentId> agents, AgentId defaultAgent, Router previous) {
        checkAgents(agents, defaultAgent);
        return new RoutingParser(document, agents, defaultAgent).read(Optional.of(previous));
    }

    private static void checkAgents(Set<AgentId> agents, AgentId defaultAgent) {
        checkArgument(agents.contains(defaultAgent), "the default agent [%s] must be one of the agents", defaultAgent);
    }

    /** Returns a router without bindings, by which every message goes to this agent, in one session for all. */
    public static Router empty(AgentId defaultAgent) {
        requireNonNull(defaultAgent, "defaultAgent");
        RoutingSections none = new RoutingSections(
                new RoutingSections.Section<>(Optional.empty(), new BindingTable.Builder().build(), ImmutableList.of()),
                new RoutingSections.Section<>(Optional.empty(), SessionReader.DEFAULT, ImmutableList.of()));
        return new Router(none, ImmutableSet.of(), defaultAgent, Optional.empty());
    }

    /** Returns who answers this message. */
    public Route route(RouteRequest request) {
        requireNonNull(request, "request");
        BindingTable table = sections.bindings().value();
        for (MatchTier tier : TIERS) {
            IndexedBinding found = table.find(tier, request);
            if (found != null) {
                return route(tier, found.agent(), found.binding());
            }
        }
        return new Route(defaultAgent, MatchTier.DEFAULT, Optional.empty(), Optional.empty());
    }

    private Route route(MatchTier tier, @Nullable AgentId agent, Binding binding) {
        return agent == null || missing.contains(agent)
                ? new Route(defaultAgent, tier, Optional.of(binding), Optional.of(binding.agent()))
                : new Route(agent, tier, Optional.of(binding), Optional.empty());
    }

    /** Returns the agent that answers what no binding claims. */
    public AgentId defaultAgent() {
        return defaultAgent;
    }

    /** Returns the bindings that can claim a message, in the order of the list. */
    public List<Binding> bindings() {
        return sections.bindings().value().bindings();
    }

    /** Returns the rule by which messages belong to conversations. */
    public SessionKeys sessionKeys() {
        return sections.session().value();
    }

    /** Returns the key of the conversation that this message to its agent belongs to. */
    public SessionKey sessionKey(RouteRequest request) {
        return sessionKeys().keyFor(route(request).agentId(), request);
    }

    RoutingSections sections() {
        return sections;
    }

    /** Returns whether these bindings were checked beside the same, and nothing was found. */
    @SuppressWarnings("ReferenceEquality") // a section that did not change is taken over; the sets may be large
    boolean hasChecked(RoutingSections.Section<BindingTable> bindings, Surroundings surroundings) {
        return sections.bindings() == bindings
                && checkedBeside.isPresent()
                && checkedBeside.get().agents() == surroundings.agents()
                && checkedBeside.get().channels().equals(surroundings.channels());
    }

    /** Returns whether a router of these parts would do nothing that this one does not. */
    boolean isLike(Router other) {
        return sections.equals(other.sections)
                && missing.equals(other.missing)
                && defaultAgent.equals(other.defaultAgent)
                && checkedBeside.equals(other.checkedBeside);
    }
}
