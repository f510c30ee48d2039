// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.lease.DrainPolicy;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;
import dev.agentreload.models.provider.ProviderPool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the drain policy of a reloader does to agents whose turns do not end. */
class DrainTest {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final List<String> journal = new ArrayList<>();

    @Test
    void leakedTurn_ofPlainAgents_isForcedAfterTheDeadline() {
        checkForced(
                AgentRegistry.builder(
                                new Agents(), HostRuntime.of(Runnable::run).withTicker(nanos::get))
                        .build(),
                "close a on 1");
    }

    @Test
    void leakedTurn_ofPooledAgents_isForcedAfterTheDeadlineWithItsProviders() {
        ProviderPool<String> pool = ProviderPool.builder(
                        new Providers(), HostRuntime.of(Runnable::run).withTicker(nanos::get))
                .build();
        checkForced(
                AgentRegistry.builder(
                                pool,
                                new PooledAgents(),
                                HostRuntime.of(Runnable::run).withTicker(nanos::get))
                        .build(),
                "close a on 1",
                "close p with key 1");
    }

    private void checkForced(AgentRegistry<String> registry, String... closes) {
        Reloader reloader = Reloader.builder(
                        HostRuntime.of(Runnable::run).withTicker(nanos::get).withClock(() -> Instant.EPOCH))
                .participant(registry.participant())
                .drain(DrainPolicy.force(DEADLINE))
                .ignoring(ReloadAction.parse("restart-heartbeat"))
                .build();
        assertThat(reloader.start(source(1))).isInstanceOf(ReloadResult.Applied.class);
        TurnLease<String> leaked = registry.lease(RouteRequest.of("console"));
        reload(reloader, 2);

        nanos.addAndGet(DEADLINE.toNanos() - 1);
        reload(reloader, 3);
        assertThat(journal).doesNotContain(closes);
        assertThat(leaked.agent()).isEqualTo("a on 1");

        nanos.addAndGet(1);
        reload(reloader, 4);
        assertThat(journal).containsSubsequence(closes);
        assertThat(reloader.view().status().retired()).isEmpty();
        leaked.close();
    }

    private static void reload(Reloader reloader, int number) {
        assertThat(reloader.reload(ReloadRequest.manual(source(number), "tester"), Duration.ofSeconds(10)))
                .isInstanceOf(ReloadResult.Applied.class);
    }

    private static ConfigSource source(int number) {
        ConfigDocument document = ConfigDocument.parse("config.json", """
                { models: { providers: { p: { apiKey: '%1$d' } } }, agents: { list: [ { id: 'a', model: 'p/m' } ] } }
                """.formatted(number));
        return ConfigSource.of("config.json", () -> new ReadResult.Success(document));
    }

    private static String nameOf(ResolvedAgent agent) {
        ProviderDefinition provider = agent.model().target(0).provider();
        return agent.id() + " on " + provider.credential().orElseThrow().value();
    }

    private final class Agents implements AgentFactory<String> {

        @Override
        public String create(ResolvedAgent agent) {
            return nameOf(agent);
        }

        @Override
        public void close(String agent) {
            journal.add("close " + agent);
        }
    }

    private final class PooledAgents implements ProvidedAgentFactory<String, String> {

        @Override
        public String create(ResolvedAgent agent, AgentProviders<String> providers) {
            return nameOf(agent);
        }

        @Override
        public void close(String agent) {
            journal.add("close " + agent);
        }
    }

    private final class Providers implements ProviderFactory<String> {

        @Override
        public String create(ProviderDefinition definition) {
            return definition.id() + " with key "
                    + definition.credential().orElseThrow().value();
        }

        @Override
        public void close(String provider) {
            journal.add("close " + provider);
        }
    }
}
