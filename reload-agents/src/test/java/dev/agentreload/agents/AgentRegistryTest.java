package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelsPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentRegistryTest {

    private static final AgentsPolicy ECHO =
            AgentsPolicy.of(ModelsPolicy.standard().withDefaultModel(ModelRef.parse("echo/echo")));

    @Test
    void reload_withOneChangedAgent_buildsThatOneAlone() {
        AgentRegistry<String> registry = AgentRegistry.builder((ResolvedAgent agent) -> agent.toString(), Runnable::run)
                .policy(ECHO)
                .build();

        assertThat(registry.reload(document("""
                { "agents": { "list": [ { "id": "coder" }, { "id": "writer" } ] } }
                """)))
                .isEqualTo(new RegistryReload.Applied(
                        1, List.of(new AgentId("coder"), new AgentId("writer")), List.of(), List.of(), List.of()));
        assertThat(registry.reload(document("""
                { "agents": { "list": [ { "id": "coder", "name": "Coder" }, { "id": "writer" } ] } }
                """)))
                .isEqualTo(new RegistryReload.Applied(
                        2, List.of(new AgentId("coder")), List.of(new AgentId("writer")), List.of(), List.of()));
    }

    private static ConfigDocument document(String json) {
        return ConfigDocument.parse("config.json", json);
    }
}
