// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.FakeAgents.FakeAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.HostRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgentRegistryTest extends AgentRegistryFixture {

    @Test
    void snapshot_beforeTheFirstReload_refuses() {
        assertThatThrownBy(registry::snapshot)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no configuration was loaded yet");
    }

    @Test
    void firstReload_buildsAllAgents() {
        assertThat(reload(registry, agents("coder", "writer"))).isEqualTo(applied(1, "coder writer", "", ""));
        assertThat(registry.snapshot().ids()).containsExactly(new AgentId("coder"), new AgentId("writer"));
        assertThat(registry.snapshot().defaultAgent())
                .isSameAs(registry.snapshot().find("Coder ").orElseThrow());
    }

    @Test
    void emptyList_givesMain() {
        assertThat(reload(registry, document("{}"))).isEqualTo(applied(1, "main", "", ""));
    }

    @Test
    void changedAgent_aloneIsBuiltAndTheOldOneClosed() {
        registry.reload(agents("coder", "writer"));
        FakeAgent writer = agent("writer");
        factory.takeJournal();

        assertThat(reload(registry, document("""
                { "agents": { "list": [ { "id": "coder", "name": "Coder" }, { "id": "writer" } ] } }
                """))).isEqualTo(applied(2, "coder", "writer", ""));
        assertThat(factory.takeJournal()).containsExactly("create coder", "close coder");
        assertThat(agent("writer")).isSameAs(writer);
    }

    @Test
    void removedAgents_areClosedTheLastFirst() {
        registry.reload(agents("a", "b", "c"));
        factory.takeJournal();

        assertThat(reload(registry, agents("b"))).isEqualTo(applied(2, "", "b", "a c"));
        assertThat(factory.takeJournal()).containsExactly("close c", "close a");
    }

    @Test
    void sameContent_isUnchanged() {
        registry.reload(document("{ \"agents\": { \"list\": [ { \"id\": \"a\", \"maxTokens\": 1 } ] } }"));

        assertThat(registry.reload(
                        document("{\n\"agents\": { \"list\": [ { \"maxTokens\": 1.0, \"id\": \"a\" } ] } }")))
                .isEqualTo(new ReloadResult.Unchanged(1, List.of()));
    }

    @Test
    void otherSections_changeTheDocumentAndNoAgent() {
        registry.reload(document("{ \"cron\": 1 }"));

        assertThat(reload(registry, document("{ \"cron\": 2 }"))).isEqualTo(applied(2, "", "main", ""));
        assertThat(registry.snapshot().document()).isEqualTo(document("{ \"cron\": 2 }"));
    }

    @Test
    void rotatedKey_rebuildsTheAgentsThatUseIt() {
        String json = """
                { "models": { "providers": { "p": { "apiKey": "one" }, "q": {} } },
                  "agents": { "list": [ { "id": "a", "model": "p/m" }, { "id": "b", "model": "q/m" } ] } }
                """;
        registry.reload(document(json));

        assertThat(reload(registry, document(json.replace("one", "two")))).isEqualTo(applied(2, "a", "b", ""));
    }

    @Test
    void addedModel_rebuildsNoAgent() {
        String json = """
                { "models": { "providers": { "p": { "models": [ { "id": "m" } ] } } },
                  "agents": { "list": [ { "id": "a", "model": "p/m" } ] } }
                """;
        registry.reload(document(json));

        assertThat(reload(registry, document(json.replace("\"m\" }", "\"m\" }, { \"id\": \"n\" }"))))
                .isEqualTo(applied(2, "", "a", ""));
    }

    @Test
    void bindings_changeWithTheAgents() {
        registry.reload(agents("a", "b"));
        RouteRequest request = RouteRequest.of("telegram");
        assertThat(registry.snapshot().route(request).agentId()).hasToString("a");

        Reloaded result = reload(registry, document("""
                { "agents": { "list": [ { "id": "a" }, { "id": "b" } ] },
                  "bindings": [ { "agentId": "b", "match": { "channel": "telegram", "accountId": "*" } } ] }
                """));

        assertThat(result).isEqualTo(applied(2, "", "a b", ""));
        assertThat(registry.snapshot().route(request).agentId()).hasToString("b");
    }

    @Test
    void builder_noAgentAtATime_isRefused() {
        AgentRegistry.Builder<FakeAgent> builder = AgentRegistry.builder(factory, HostRuntime.of(threads));

        assertThatThrownBy(() -> builder.parallelism(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at least one agent is built at a time, not 0");
    }

    @Test
    void readers_whileAnotherThreadReloads_neverSeeAMixture() throws Exception {
        AgentRegistry<FakeAgent> busy = registry(threads);
        busy.reload(generation(0));
        List<String> broken = Collections.synchronizedList(new ArrayList<>());
        AtomicLong seen = new AtomicLong();
        CompletableFuture<?> reader = CompletableFuture.runAsync(
                () -> {
                    while (seen.get() < 201) {
                        try (TurnLease<FakeAgent> turn = busy.lease(RouteRequest.of("console"))) {
                            check(turn, broken);
                            seen.set(turn.snapshot().revision());
                        }
                    }
                },
                threads);
        while (seen.get() == 0 && !reader.isDone()) {
            Thread.onSpinWait();
        }
        for (int i = 1; i <= 200; i++) {
            assertThat(busy.reload(generation(i))).isInstanceOf(ReloadResult.Applied.class);
        }
        reader.get(30, TimeUnit.SECONDS);

        assertThat(broken).isEmpty();
    }

    private static void check(TurnLease<FakeAgent> turn, List<String> broken) {
        String expected = "generation " + (turn.snapshot().revision() - 1);
        for (AgentId id : turn.snapshot().ids()) {
            FakeAgent agent = turn.agent(id).orElseThrow();
            if (!agent.made.definition().name().orElse("").equals(expected) || agent.closed) {
                broken.add(expected + " has " + agent.made.definition().name() + ", closed " + agent.closed);
            }
        }
    }

    private static ConfigDocument generation(int number) {
        return document("""
                { "agents": { "list": [ { "id": "a", "name": "generation %1$d" }, { "id": "b", "name": "generation %1$d" } ] } }
                """.formatted(number));
    }
}
