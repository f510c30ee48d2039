// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.FakeAgents.FakeAgent;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelsPolicy;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** A registry of agents of the test. */
abstract class AgentRegistryFixture {

    static final AgentsPolicy ECHO =
            AgentsPolicy.of(ModelsPolicy.standard().withDefaultModel(ModelRef.parse("echo/echo")));
    final FakeAgents factory = new FakeAgents();
    final AgentRegistry<FakeAgent> registry = registry(Runnable::run);
    final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    AgentRegistry<FakeAgent> registry(Executor executor) {
        return AgentRegistry.builder(factory, HostRuntime.of(executor))
                .policy(ECHO)
                .build();
    }

    FakeAgent agent(String id) {
        return registry.snapshot().find(id).orElseThrow();
    }

    /** What a test looks at of a reload that was applied. */
    record Reloaded(long revision, AgentChanges agents) {}

    static Reloaded reload(AgentRegistry<FakeAgent> registry, ConfigDocument document) {
        ReloadResult result = registry.reload(document);
        assertThat(result).isInstanceOf(ReloadResult.Applied.class);
        assertThat(registry.snapshot().revision()).isEqualTo(((ReloadResult.Applied) result).revision());
        return new Reloaded(registry.snapshot().revision(), registry.snapshot().changes());
    }

    static Reloaded applied(long revision, String built, String kept, String removed) {
        return new Reloaded(revision, new AgentChanges(ids(built), ids(kept), ids(removed)));
    }

    static List<AgentId> ids(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(" ")).stream().map(AgentId::new).toList();
    }

    static ConfigDocument agents(String... ids) {
        StringBuilder json = new StringBuilder("{ \"agents\": { \"list\": [");
        for (String id : ids) {
            json.append("{ \"id\": \"").append(id).append("\" },");
        }
        return document(json.append("] } }").toString());
    }

    static ConfigDocument document(String json) {
        return ConfigDocument.parse("config.json", json);
    }
}
