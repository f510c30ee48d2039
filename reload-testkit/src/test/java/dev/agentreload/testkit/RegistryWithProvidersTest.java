// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.AgentChanges;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.models.provider.ProviderPool;
import dev.agentreload.testkit.fake.FakeAgent;
import dev.agentreload.testkit.fake.FakeAgentFactory;
import dev.agentreload.testkit.fake.FakeProvider;
import dev.agentreload.testkit.fake.FakeProviderFactory;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Drives the real registry over the real pool, alone and in the transactions of a real reloader. */
class RegistryWithProvidersTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final RouteRequest CONSOLE = RouteRequest.of("console");

    private final FakeAgentFactory agents = new FakeAgentFactory();
    private final ResourceJournal journal = agents.journal();
    private final FakeProviderFactory providers = new FakeProviderFactory(journal);
    private final ProviderPool<FakeProvider> pool = ProviderPool.builder(
                    providers, HostRuntime.of(Runnable::run).withTicker(() -> 0))
            .build();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AgentRegistry<FakeAgent> registry =
            AgentRegistry.builder(pool, agents, HostRuntime.of(Runnable::run)).build();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void agentsOfOneProvider_shareItAcrossReloads() {
        registry.reload(document("p=key", "coder p/small", "writer p/small"));
        FakeProvider provider = provider("coder");
        assertThat(journal.drainEntries())
                .containsExactly("create p#1", "probe p#1", "create coder#1", "create writer#1");

        registry.reload(document("p=key", "coder p/large", "writer p/small", "tester p/small"));

        assertThat(journal.drainEntries()).containsExactly("create coder#2", "create tester#1", "close coder#1");
        assertThat(List.of(provider("coder"), provider("writer"), provider("tester")))
                .allSatisfy(used -> assertThat(used).isSameAs(provider));
        registry.close();
        assertThat(journal.drainEntries())
                .containsExactly("close tester#1", "close writer#1", "close coder#2", "close p#1");
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void agentsMadeAtOnce_getOneProvider() throws Exception {
        AgentRegistry<FakeAgent> parallel =
                AgentRegistry.builder(pool, agents, HostRuntime.of(threads)).build();

        parallel.reload(document("p=key", "a p/m", "b p/m", "c p/m", "d p/m"));

        assertThat(journal.drainEntries())
                .startsWith("create p#1", "probe p#1")
                .containsExactlyInAnyOrder(
                        "create p#1", "probe p#1", "create a#1", "create b#1", "create c#1", "create d#1");
        parallel.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(journal.entries()).endsWith("close p#1");
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void rotatedKey_buildsOneNewProviderAndTheAgentsOnItAlone() {
        registry.reload(document("p=key q=key", "a p/m", "b p/m", "c q/m"));
        journal.drainEntries();

        assertThat(registry.reload(document("p=rotated q=key", "a p/m", "b p/m", "c q/m")))
                .isInstanceOf(ReloadResult.Applied.class);
        assertThat(registry.snapshot().changes()).isEqualTo(new AgentChanges(ids("a", "b"), ids("c"), ids()));

        assertThat(journal.entries())
                .containsExactly(
                        "create p#2", "probe p#2", "create a#2", "create b#2", "close b#1", "close a#1", "close p#1");
        registry.close();
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void failedBuild_closesExactlyTheNewProvider() {
        registry.reload(document("p=key", "a p/m"));
        journal.drainEntries();
        IOException failure = new IOException("planned");
        agents.script("c").always(FakeAgentFactory.Step.CREATE).fail(failure);

        assertThat(registry.reload(document("p=key q=key", "a p/m", "b q/m", "c p/m"))
                        .summary())
                .endsWith("agent [c] could not be made, caused by IOException: planned");

        assertThat(journal.drainEntries())
                .containsExactly("create q#1", "probe q#1", "create b#1", "fail c", "close b#1", "close q#1");
        assertThat(registry.snapshot().find("a").orElseThrow().answer("hello")).isEqualTo("a (p/m): hello");
        agents.script("c").reset();
        registry.reload(document("p=key", "a p/m", "c p/m"));
        registry.close();
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void drainingTurn_keepsTheOldProviderOpen() {
        registry.reload(document("p=key", "coder p/m"));
        try (TurnLease<FakeAgent> turn = registry.lease(CONSOLE)) {
            registry.reload(document("p=rotated", "coder p/m"));

            assertThat(turn.agent().answer("hello")).isEqualTo("coder (p/m): hello");
            assertThat(journal).hasOpen("p#1", "coder#1", "p#2", "coder#2");
            journal.drainEntries();
        }
        assertThat(journal.entries()).containsExactly("close coder#1", "close p#1");
        registry.close();
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void removedAgent_closesTheProviderThatNoOtherAgentUses() {
        registry.reload(document("p=key q=key", "a p/m", "b q/m", "c p/m"));
        journal.drainEntries();

        registry.reload(document("p=key q=key", "a p/m"));

        assertThat(journal.entries()).containsExactly("close c#1", "close b#1", "close q#1");
        assertThat(journal).hasOpen("p#1", "a#1");
        registry.close();
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void failedProbe_isReportedByTheReloaderAndTheOldProviderServesOn() {
        Reloader reloader = reloader();
        reloader.start(source(document("p=key", "coder p/m")));
        providers.script("p").always(FakeProviderFactory.Step.PROBE).fail(new IOException("401 for [rotated]"));
        journal.drainEntries();

        ReloadResult result = reload(reloader, document("p=rotated", "coder p/m"));

        assertThat(result.summary())
                .isEqualTo(
                        "rolled back: prepare of [agents] failed: AgentNotBuiltException: agent [coder] could not be made,"
                                + " caused by ProviderNotBuiltException: provider [p] could not be made,"
                                + " caused by IOException: 401 for [***]");
        assertThat(journal.drainEntries()).containsExactly("create p#2", "probe p#2", "close p#2");
        assertThat(registry.lease(CONSOLE).agent().answer("hello")).isEqualTo("coder (p/m): hello");
        providers.script("p").reset();
        assertThat(reload(reloader, document("p=rotated", "coder p/m")).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
    }

    @Test
    void rolledBackTransaction_closesJustWhatWasMadeForIt() {
        Reloader reloader = reloader();
        reloader.start(source(document("p=key q=key", "a p/m", "b q/m")));
        journal.drainEntries();

        ReloadResult result = reload(reloader, document("p=rotated q=key fail=now", "a p/m", "b q/m"));

        assertThat(result.summary()).isEqualTo("rolled back: commit of [last] failed: IllegalStateException: planned");
        assertThat(journal.entries())
                .containsExactly("create p#2", "probe p#2", "create a#2", "close a#2", "close p#2");
        reloader.close(LONG);
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void closedReloader_hasClosedTheProvidersWithTheAgents() {
        ProviderPool<FakeProvider> withoutExecutor = ProviderPool.builder(
                        providers, HostRuntime.of(task -> {}).withTicker(() -> 0))
                .build();
        AgentRegistry<FakeAgent> closing = AgentRegistry.builder(withoutExecutor, agents, HostRuntime.of(threads))
                .build();
        Reloader reloader = reloader(closing);
        reloader.start(source(document("p=key", "a p/m")));

        assertThat(reloader.close(LONG).isClean()).isTrue();

        assertThat(journal.entries())
                .containsExactly("create p#1", "probe p#1", "create a#1", "close a#1", "close p#1");
    }

    private FakeProvider provider(String agent) {
        return registry.snapshot().find(agent).flatMap(FakeAgent::provider).orElseThrow();
    }

    private static List<AgentId> ids(String... ids) {
        return List.of(ids).stream().map(AgentId::new).toList();
    }

    private Reloader reloader() {
        return reloader(registry);
    }

    private Reloader reloader(AgentRegistry<FakeAgent> agentRegistry) {
        return Reloader.builder(HostRuntime.of(threads).withTicker(() -> 0).withClock(() -> Instant.EPOCH))
                .participant(agentRegistry.participant())
                .participant(new Last())
                .ignoring(ReloadAction.parse("restart-heartbeat"))
                .build();
    }

    private static ReloadResult reload(Reloader reloader, ConfigDocument document) {
        return reloader.reload(ReloadRequest.manual(source(document), "tester"), LONG);
    }

    private static ConfigSource source(ConfigDocument document) {
        return ConfigSource.of("config.json", () -> new ReadResult.Success(document));
    }

    /** Returns a document with providers that are each written as an id and a key, and agents as an id and a model. */
    private static ConfigDocument document(String keys, String... agents) {
        StringBuilder json = new StringBuilder("{ models: { providers: {");
        for (String key : keys.split(" ", -1)) {
            String[] words = key.split("=", 2);
            json.append(" '%s': { apiKey: '%s' },".formatted(words[0], words[1]));
        }
        json.append("} }, agents: { list: [");
        for (String agent : agents) {
            String[] words = agent.split(" ", 2);
            json.append(" { id: '%s', model: '%s' },".formatted(words[0], words[1]));
        }
        return ConfigDocument.parse("config.json", json.append("] } }").toString());
    }

    /** Commits last, and cannot if there is a provider that is called so. */
    private static final class Last implements ReloadParticipant {

        @Override
        public String name() {
            return "last";
        }

        @Override
        public boolean handles(ReloadAction action) {
            return action.kind() == ReloadAction.Kind.RELOAD_PROVIDERS;
        }

        @Override
        public void retireAll(RetiredResources retired) {}

        @Override
        public Prepared prepare(ReloadContext context) {
            boolean fails = context.target()
                    .find(ConfigPath.of("models", "providers", "fail"))
                    .isPresent();
            return new Prepared() {
                @Override
                public void commit(RetiredResources retired) {
                    if (fails) {
                        throw new IllegalStateException("planned");
                    }
                }

                @Override
                public void rollback(RetiredResources retired) {}

                @Override
                public void discard() {}
            };
        }
    }
}
