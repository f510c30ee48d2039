// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.agents.routing.SessionKeys;
import dev.agentreload.agents.routing.SessionScope;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.HostRuntime;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Arguments that cannot be meant are refused, and are neither a name that nothing has nor part of a key. */
class ArgumentsTest {

    private static final RouteRequest CONSOLE = RouteRequest.of("console");
    private static final ConfigDocument DOCUMENT = ConfigDocument.parse("config.json", """
            { models: { providers: { p: {} } }, agents: { list: [ { id: 'a', model: 'p/m', subagents: { allowAgents: ['*'] } } ] } }
            """);

    private final AgentsConfig config = AgentsConfig.read(DOCUMENT).orThrow();
    private final AgentRegistry<String> registry =
            AgentRegistry.create(agent -> agent.id().value(), HostRuntime.of(Runnable::run));

    @Test
    @SuppressWarnings("NullAway") // A caller that breaks the contract is what the test is about.
    void nulls_ofReadersAndRoutes_areRefused() {
        SessionKeys keys = SessionKeys.of(SessionScope.MAIN);
        ResolvedAgent agent = config.agents().get(0);
        assertThat(agent.definition().mayCall(new AgentId("other"))).isTrue();

        refused(
                () -> AgentsConfig.read(null),
                () -> AgentsConfig.read(DOCUMENT, null),
                () -> AgentsConfig.read(DOCUMENT, AgentsPolicy.standard(), null),
                () -> config.find(null),
                () -> agent.models(null),
                () -> agent.definition().models(null),
                () -> agent.definition().mayCall(null),
                () -> keys.main(null),
                () -> keys.keyFor(null, CONSOLE),
                () -> Router.empty(null),
                () -> Router.empty(AgentId.MAIN).route(null),
                () -> RouteRequest.builder(null));
    }

    @Test
    @SuppressWarnings("NullAway") // A caller that breaks the contract is what the test is about.
    void nulls_ofTheRegistryAndItsTurns_areRefused() {
        registry.reload(DOCUMENT);
        try (TurnLease<String> turn = registry.lease(CONSOLE)) {
            refused(
                    () -> registry.reload(null),
                    () -> registry.validate((ConfigDocument) null),
                    () -> registry.snapshot().find((AgentId) null),
                    () -> turn.agent(null),
                    () -> turn.onRetired(null),
                    () -> AgentRegistry.builder(
                            agent -> agent, HostRuntime.of(Runnable::run).withTicker(null)),
                    () -> AgentRegistry.builder(agent -> agent, HostRuntime.of(Runnable::run))
                            .leases(null));
        }
    }

    private static void refused(ThrowingCallable... calls) {
        List<ThrowingCallable> all = ImmutableList.copyOf(calls);
        all.forEach(call -> assertThatThrownBy(call).isInstanceOf(NullPointerException.class));
    }
}
