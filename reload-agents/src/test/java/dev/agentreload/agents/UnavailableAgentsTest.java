// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.FakeAgents.FakeAgent;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.CommandGateway;
import dev.agentreload.agents.command.CommandRequest;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ModelCatalog;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnavailableAgentsTest {

    private static final AgentId B = new AgentId("b");
    private static final RouteRequest TELEGRAM = RouteRequest.of("telegram");

    private final FakeAgents factory = new FakeAgents();
    private final AgentRegistry<FakeAgent> registry = AgentRegistry.builder(factory, HostRuntime.of(Runnable::run))
            .allowUnavailableAtStart()
            .build();

    @Test
    void start_withoutTheChoice_isRefused() {
        factory.fail("b", new IOException("no route"));

        assertThat(AgentRegistry.create(factory, HostRuntime.of(Runnable::run)).reload(document("a", "b")))
                .isInstanceOf(ReloadResult.RolledBack.class);
        assertThat(factory.takeJournal()).containsExactly("create a", "close a");
    }

    @Test
    void start_leavesOutWhatCannotBeBuilt_andWarns() {
        factory.fail("b", new IOException("key hunter2hunter2 was refused"));

        ReloadResult result = registry.reload(document("a", "b", "c"));

        assertThat(result).isInstanceOf(ReloadResult.Applied.class);
        assertThat(result.warnings().stream().map(ConfigProblem::toString))
                .containsExactly(
                        "agent [b] is unavailable: IOException: key *** was refused at agents (config.json:1:64)");
        AgentSnapshot<FakeAgent> snapshot = registry.snapshot();
        assertThat(snapshot.ids()).containsExactly(new AgentId("a"), new AgentId("c"));
        assertThat(snapshot.unavailable()).containsExactly(Map.entry(B, "IOException: key *** was refused"));
        assertThat(snapshot.find(B)).isEmpty();
        assertThat(factory.takeJournal()).containsExactly("create a", "create c");
    }

    @Test
    void turn_ofAnUnavailableAgent_saysSoWithItsSession() {
        factory.fail("b", new IOException("no route"));
        registry.reload(document("a", "b"));

        try (TurnLease<FakeAgent> turn = registry.lease(TELEGRAM)) {
            assertThat(turn.route().agentId()).isEqualTo(B);
            assertThat(turn.sessionKey()).hasToString("agent:b:main");
            assertThatThrownBy(turn::agent)
                    .isInstanceOfSatisfying(AgentUnavailableException.class, unavailable -> {
                        assertThat(unavailable.agent()).isEqualTo(B);
                        assertThat(unavailable.reason()).isEqualTo("IOException: no route");
                    })
                    .hasMessage("agent [b] is unavailable: IOException: no route");
            assertThat(turn.agent(B)).isEmpty();
        }
        try (TurnLease<FakeAgent> named = registry.lease(RouteRequest.of("console"), B)) {
            assertThatThrownBy(named::agent).isInstanceOf(AgentUnavailableException.class);
        }
    }

    @Test
    void defaultAgent_thatIsUnavailable_saysSo() {
        factory.fail("a", new IOException("no route"));
        registry.reload(document("a", "b"));

        assertThatThrownBy(registry.snapshot()::defaultAgent)
                .isInstanceOf(AgentUnavailableException.class)
                .hasMessage("agent [a] is unavailable: IOException: no route");
    }

    @Test
    void nextReload_triesAgain() {
        factory.fail("b", new IOException("no route"));
        registry.reload(document("a", "b"));

        assertThat(registry.reload(document("a", "b", "c"))).isInstanceOf(ReloadResult.Applied.class);
        assertThat(registry.snapshot().unavailable()).containsOnlyKeys(B);
        factory.succeed("b");
        factory.takeJournal();

        assertThat(registry.reload(document("a", "b"))).isInstanceOf(ReloadResult.Applied.class);

        assertThat(registry.snapshot().unavailable()).isEmpty();
        assertThat(registry.snapshot().changes().built()).containsExactly(B);
        assertThat(factory.takeJournal()).containsExactly("create b", "close c");
    }

    @Test
    void laterFailure_ofAnAgentThatChangedOrIsNew_refusesTheReload() {
        factory.fail("b", new IOException("no route"));
        registry.reload(document("a", "b"));
        AgentSnapshot<FakeAgent> before = registry.snapshot();
        factory.fail("c", new IOException("no route"));

        assertThat(registry.reload(document("a", "b", "c"))).isInstanceOf(ReloadResult.RolledBack.class);
        assertThat(registry.reload(document("a", "b', name: 'other"))).isInstanceOf(ReloadResult.RolledBack.class);

        assertThat(registry.snapshot()).isSameAs(before);
    }

    @Test
    void listAgents_namesTheReason() {
        factory.fail("b", new IOException("no route"));
        registry.reload(document("a", "b"));
        CommandGateway gateway = CommandGateway.builder()
                .registry(
                        registry,
                        ModelCatalog.builder(HostRuntime.of(Runnable::run))
                                .build(registry.snapshot().config().models()))
                .build();

        assertThat(gateway.answer(CommandRequest.of(
                        "/list agents",
                        new CommandCaller("console", "default", "ada"),
                        registry.snapshot().router(),
                        TELEGRAM)))
                .contains("a (p/m), default\nb (p/m), unavailable: IOException: no route");
    }

    private static ConfigDocument document(String... ids) {
        return ConfigDocument.parse(
                "config.json",
                "{models: {providers: {p: {apiKey: 'hunter2hunter2'}}}, agents: {defaults: {model: 'p/m'}, list: [{id: '"
                        + String.join("'}, {id: '", ids)
                        + "'}]}, bindings: [{agentId: 'b', match: {channel: 'telegram'}}]}");
    }
}
