// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Route;
import dev.agentreload.agents.routing.RouteRequest;
import java.util.Collection;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about a generation of agents, given by their ids. A failure shows ids, default agent and what was rebuilt, and no content.
 */
public final class AgentSnapshotAssert extends AbstractAssert<AgentSnapshotAssert, AgentSnapshot<?>> {

    AgentSnapshotAssert(AgentSnapshot<?> actual) {
        super(actual, AgentSnapshotAssert.class);
    }

    /** Verifies that exactly these agents exist, in the order of the configuration. */
    public AgentSnapshotAssert hasAgents(String... ids) {
        isNotNull();
        return verify(ids(actual.ids()).equals(List.of(ids)), "with exactly the agents " + List.of(ids));
    }

    /** Verifies that this agent answers what no binding claims. */
    public AgentSnapshotAssert hasDefaultAgent(String id) {
        isNotNull();
        return verify(actual.config().defaultAgent().value().equals(id), "with the default agent [" + id + "]");
    }

    /** Verifies that exactly these agents were made for it, in the order of the configuration; without ids, that none was. */
    public AgentSnapshotAssert hasRebuilt(String... ids) {
        isNotNull();
        return verify(ids(actual.changes().built()).equals(List.of(ids)), "for which were made " + List.of(ids));
    }

    /** Verifies that exactly these agents are the same instances as before, in the order of the configuration. */
    public AgentSnapshotAssert hasKept(String... ids) {
        isNotNull();
        return verify(ids(actual.changes().kept()).equals(List.of(ids)), "that has kept " + List.of(ids));
    }

    /** Verifies that exactly these agents of the generation before are gone, in their order. */
    public AgentSnapshotAssert hasRemoved(String... ids) {
        isNotNull();
        return verify(ids(actual.changes().removed()).equals(List.of(ids)), "without the agents " + List.of(ids));
    }

    /** Goes on with assertions about who answers this message. */
    public RouteAssert routes(RouteRequest request) {
        isNotNull();
        return new RouteAssert(actual.route(request), this);
    }

    private static List<String> ids(Collection<AgentId> ids) {
        return ids.stream().map(AgentId::value).toList();
    }

    private static String described(AgentSnapshot<?> snapshot) {
        return "agents %s, default [%s], made %s, kept %s, removed %s"
                .formatted(
                        snapshot.ids(),
                        snapshot.config().defaultAgent(),
                        snapshot.changes().built(),
                        snapshot.changes().kept(),
                        snapshot.changes().removed());
    }

    /** Assertions about a route. Each returns those about the generation, for the next message. */
    public static final class RouteAssert {

        private final Route route;
        private final AgentSnapshotAssert generation;

        private RouteAssert(Route route, AgentSnapshotAssert generation) {
            this.route = route;
            this.generation = generation;
        }

        /** Verifies that this agent answers, and stands in for no other. */
        public AgentSnapshotAssert to(String agent) {
            return verify(
                    route.agentId().value().equals(agent)
                            && route.missingAgent().isEmpty(),
                    "to [" + agent + "]");
        }

        /** Verifies that this agent answers, and that it was found in this tier, such as {@code binding.peer}. */
        public AgentSnapshotAssert to(String agent, String tier) {
            to(agent);
            return verify(route.matchedBy().id().equals(tier), "to [" + agent + "] by [" + tier + "]");
        }

        /** Verifies that the default agent answers, since the one that the binding names does not exist. */
        public AgentSnapshotAssert toDefaultInPlaceOf(String missing) {
            return verify(
                    route.missingAgent().filter(missing::equals).isPresent(),
                    "to the default agent in place of [" + missing + "]");
        }

        private AgentSnapshotAssert verify(boolean holds, String expectation) {
            return generation.verify(holds, expectation, route);
        }
    }

    private AgentSnapshotAssert verify(boolean holds, String expectation, Route route) {
        if (!holds) {
            throw failure("%nExpecting a route %s, but it is:%n%n%s", expectation, route);
        }
        return this;
    }

    private AgentSnapshotAssert verify(boolean holds, String expectation) {
        if (!holds) {
            throw failure("%nExpecting a generation %s, but it is:%n%n%s", expectation, described(actual));
        }
        return this;
    }
}
