// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ModelTarget;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;
import dev.agentreload.models.provider.ProviderNotBuiltException;
import dev.agentreload.models.provider.ProviderPool;
import dev.agentreload.models.provider.ProviderUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PooledAgentFactoryTest {

    private static final String JSON = """
            { "models": { "providers": { "p": {}, "q": {}, "r": {}, "unused": {} } },
              "model_list": [ { "model_name": "turns", "model": "s/m", "api_key": "one" },
                              { "model_name": "turns", "model": "s/m", "api_key": "two" } ],
              "agents": { "list": [
                { "id": "a", "model": { "primary": "p/m", "fallbacks": [ "q/m", "p/n" ] }, "imageModel": "r/m" },
                { "id": "b", "model": "turns" } ] } }
            """;

    private final List<String> journal = new ArrayList<>();
    private final Providers providers = new Providers();
    private final ProviderPool<Provider> pool = ProviderPool.builder(
                    providers, HostRuntime.of(Runnable::run).withTicker(() -> 0))
            .build();
    private final AgentFactory<Agent> factory = AgentFactory.of(pool, new Agents());
    private final AgentsConfig config =
            AgentsConfig.read(ConfigDocument.parse("config.json", JSON)).orThrow();
    private @Nullable Exception failure;

    @Test
    void agent_getsAllProvidersBehindItsModelsBeforeItIsMadeAndKeepsThemUntilItIsClosed() throws Exception {
        Agent agent = factory.create(resolved("a"));

        assertThat(journal).containsExactly("create p", "create q", "create r", "create a");
        assertThat(ids(agent)).containsExactly("p", "q", "r");
        assertThat(agent.providers).hasToString("AgentProviders[p, q, r]");
        journal.clear();
        factory.close(agent);
        assertThat(journal).containsExactly("close a", "close r", "close q", "close p");
        assertThat(pool.uses()).isEmpty();
    }

    @Test
    void modelWithSeveralTargets_hasOneProviderForEach() throws Exception {
        Agent agent = factory.create(resolved("b"));

        List<ModelTarget> targets = resolved("b").model().targets();
        assertThat(targets).hasSize(2);
        assertThat(agent.providers.provider(targets.get(0)).definition())
                .isEqualTo(targets.get(0).provider());
        assertThat(agent.providers.provider(targets.get(1)).definition())
                .isEqualTo(targets.get(1).provider());
    }

    @Test
    void provider_ofNoModelOfTheAgent_isRefused() throws Exception {
        Agent agent = factory.create(resolved("a"));

        assertThatThrownBy(() -> agent.providers.provider(ProviderDefinition.of("unused")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("provider [unused] is behind no model of this agent");
    }

    @Test
    void provider_ofAClosedAgent_isRefused() throws Exception {
        Agent agent = factory.create(resolved("a"));
        factory.close(agent);

        assertThatThrownBy(() -> agent.providers.provider(resolved("a").model().target(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("lease of provider [p] is closed");
    }

    @Test
    void fault1_providerThatCannotBeMade_closesThoseMadeBefore() {
        providers.broken = "r";

        assertThatThrownBy(() -> factory.create(resolved("a")))
                .isInstanceOf(ProviderNotBuiltException.class)
                .hasMessage("provider [r] could not be made");
        assertThat(journal).containsExactly("create p", "create q", "close q", "close p");
        assertThat(pool.uses()).isEmpty();
    }

    @Test
    void agentThatCannotBeMade_closesItsProviders() {
        failure = new IOException("planned");

        assertThatThrownBy(() -> factory.create(resolved("a"))).isSameAs(failure);
        assertThat(journal).containsExactly("create p", "create q", "create r", "close r", "close q", "close p");
    }

    @Test
    void factoryThatReturnsNull_isRefusedAndTheProvidersClosed() {
        AgentFactory<Agent> broken = AgentFactory.of(pool, PooledAgentFactoryTest::nothing);

        assertThatThrownBy(() -> broken.create(resolved("b")))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the factory returned no agent");
        assertThat(pool.uses()).isEmpty();
    }

    @Test
    void agentThatDoesNotClose_stillReleasesItsProviders() throws Exception {
        Agent agent = factory.create(resolved("a"));
        failure = new IOException("planned");

        assertThatThrownBy(() -> factory.close(agent)).isSameAs(failure);
        assertThat(pool.uses()).isEmpty();
    }

    @Test
    void agentThatIsClosedAgain_isNotClosedTwice() throws Exception {
        Agent agent = factory.create(resolved("a"));
        Agent other = factory.create(resolved("a"));
        factory.close(agent);
        journal.clear();

        factory.close(agent);

        assertThat(journal).isEmpty();
        assertThat(pool.uses()).extracting(ProviderUsage::users).containsExactly(1, 1, 1);
        assertThat(ids(other)).containsExactly("p", "q", "r");
    }

    @Test
    void agentThatIsInUse_cannotBeReturnedAgain() throws Exception {
        AgentFactory<String> broken = AgentFactory.of(pool, (agent, provided) -> "one");
        String agent = broken.create(resolved("a"));

        assertThatThrownBy(() -> broken.create(resolved("b")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the factory returned an agent that is in use already");

        broken.close(agent);
        assertThat(pool.uses()).isEmpty();
        assertThat(broken.create(resolved("b"))).isEqualTo("one");
    }

    private ResolvedAgent resolved(String id) {
        return config.agents().stream()
                .filter(agent -> agent.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(Agent agent) {
        return agent.providers.definitions().stream()
                .map(ProviderDefinition::id)
                .toList();
    }

    @SuppressWarnings("NullAway") // A factory that breaks its contract is what the test is about.
    private static Agent nothing(ResolvedAgent agent, AgentProviders<Provider> provided) {
        return null;
    }

    private record Provider(ProviderDefinition definition) {}

    private record Agent(ResolvedAgent made, AgentProviders<Provider> providers) {}

    private final class Providers implements ProviderFactory<Provider> {

        private String broken = "";

        @Override
        public Provider create(ProviderDefinition definition) throws IOException {
            if (definition.id().equals(broken)) {
                throw new IOException("planned");
            }
            journal.add("create " + definition.id());
            return new Provider(definition);
        }

        @Override
        public void close(Provider provider) {
            journal.add("close " + provider.definition.id());
        }
    }

    private final class Agents implements ProvidedAgentFactory<Agent, Provider> {

        @Override
        public Agent create(ResolvedAgent agent, AgentProviders<Provider> provided) throws Exception {
            fail();
            journal.add("create " + agent.id());
            return new Agent(agent, provided);
        }

        @Override
        public void close(Agent agent) throws Exception {
            journal.add("close " + agent.made.id());
            fail();
        }

        private void fail() throws Exception {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
