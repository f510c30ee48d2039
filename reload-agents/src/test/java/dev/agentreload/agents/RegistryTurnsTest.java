// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.FakeAgents.FakeAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.LeaseStatus;
import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Turns, which pin a generation. */
class RegistryTurnsTest extends AgentRegistryFixture {

    @Test
    void turn_keepsItsGenerationOpenUntilItEnds() {
        registry.reload(agents("a", "b"));
        TurnLease<FakeAgent> turn = registry.lease(RouteRequest.of("console"));
        FakeAgent old = turn.agent();
        registry.reload(document("{ \"agents\": { \"list\": [ { \"id\": \"a\", \"name\": \"New\" } ] } }"));

        assertThat(turn.isRetired()).isTrue();
        assertThat(turn.agent()).isSameAs(old);
        assertThat(turn.snapshot().revision()).isEqualTo(1);
        assertThat(turn.agent(new AgentId("b")).orElseThrow().closed).isFalse();
        assertThat(registry.lease(RouteRequest.of("console")).agent()).isNotSameAs(old);
        turn.close();
        turn.close();

        assertThat(old.closed).isTrue();
        assertThatThrownBy(turn::agent)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("lease of [agents of revision 1] is closed");
    }

    @Test
    void agentOfSeveralGenerations_isClosedAfterTheLastOfThem() {
        registry.reload(agents("a", "b"));
        TurnLease<FakeAgent> first = registry.lease(RouteRequest.of("console"));
        FakeAgent shared = first.agent();
        registry.reload(agents("a"));
        TurnLease<FakeAgent> second = registry.lease(RouteRequest.of("console"));
        registry.reload(agents("c"));

        assertThat(second.agent()).isSameAs(shared);
        second.close();
        assertThat(shared.closed).isFalse();
        first.close();
        assertThat(shared.closed).isTrue();
    }

    @Test
    void closedRegistry_refusesAndClosesAfterTheLastTurn() {
        registry.reload(agents("a"));
        TurnLease<FakeAgent> turn = registry.lease(RouteRequest.of("console"));
        FakeAgent agent = turn.agent();
        registry.close();
        registry.close();

        assertThat(registry.reload(agents("b"))).isEqualTo(new ReloadResult.NotStarted(ReloaderState.CLOSED));
        assertThatThrownBy(() -> registry.lease(RouteRequest.of("console")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the registry is closed");
        assertThat(agent.closed).isFalse();
        turn.close();
        assertThat(agent.closed).isTrue();
    }

    @Test
    void lease_namedAgent_answersInItsOwnSession() {
        registry.reload(document("""
                { "agents": { "list": [ { "id": "a" }, { "id": "b" } ] }, "session": { "dmScope": "per-peer" } }
                """));
        RouteRequest ada =
                RouteRequest.builder("console").peer(PeerKind.DIRECT, "ada").build();

        try (TurnLease<FakeAgent> turn = registry.lease(ada, new AgentId("b"))) {
            assertThat(turn.agent()).isSameAs(agent("b"));
            assertThat(turn.route()).hasToString("b by named");
            assertThat(turn.sessionKey()).hasToString("agent:b:direct:ada");
        }
    }

    @Test
    void lease_namedAgentThatDoesNotExist_leasesTheRoutedOneAndReportsIt() {
        registry.reload(document("""
                { "agents": { "list": [ { "id": "a" }, { "id": "b" } ] },
                  "bindings": [ { "agentId": "b", "match": { "channel": "telegram" } } ] }
                """));

        try (TurnLease<FakeAgent> turn = registry.lease(RouteRequest.of("telegram"), new AgentId("gone"))) {
            assertThat(turn.agent()).isSameAs(agent("b"));
            assertThat(turn.route()).hasToString("b by binding.account, bindings[0], in place of [gone]");
            assertThat(turn.sessionKey()).hasToString("agent:b:main");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // A caller that breaks the contract is what the test is about.
    void lease_null_pinsNothing() {
        AgentRegistry<FakeAgent> tracked = tracked(System::nanoTime);
        tracked.reload(agents("a"));
        FakeAgent old = tracked.snapshot().defaultAgent();

        assertThatThrownBy(() -> tracked.lease(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("request");

        assertThat(tracked.status().openLeases()).isZero();
        tracked.reload(agents("b"));
        assertThat(old.closed).isTrue();
    }

    @Test
    void status_openTurns_areCountedAndNameTheLineThatBeganThem() {
        AtomicLong nanos = new AtomicLong();
        AgentRegistry<FakeAgent> tracked = tracked(nanos::get);
        assertThatThrownBy(tracked::status)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no configuration was loaded yet");
        tracked.reload(agents("a"));
        TurnLease<FakeAgent> turn = tracked.lease(RouteRequest.of("console"));
        nanos.addAndGet(Duration.ofMillis(250).toNanos());

        LeaseStatus status = tracked.status();

        assertThat(status.openLeases()).isEqualTo(1);
        assertThat(status.holders()).hasSize(1).allSatisfy(holder -> {
            assertThat(holder.age()).isEqualTo(Duration.ofMillis(250));
            assertThat(holder.stackTrace().get(0).getClassName()).isEqualTo(RegistryTurnsTest.class.getName());
            assertThat(holder.stackTrace().get(0).getMethodName())
                    .isEqualTo("status_openTurns_areCountedAndNameTheLineThatBeganThem");
        });
        turn.close();
        assertThat(tracked.status().openLeases()).isZero();
    }

    /** Returns a registry that knows who holds its leases. */
    private AgentRegistry<FakeAgent> tracked(LongSupplier nanos) {
        return AgentRegistry.builder(factory, HostRuntime.of(Runnable::run).withTicker(nanos))
                .policy(ECHO)
                .leases(LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(nanos))
                        .withLeakTracking())
                .build();
    }
}
