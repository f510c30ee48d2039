// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelList;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ModelsPolicy;
import dev.agentreload.testkit.fake.FakeAgent;
import dev.agentreload.testkit.fake.FakeAgentFactory;
import dev.agentreload.testkit.fake.FakeModelSource;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Has the real registry and the real catalog take part in the transactions of a real reloader. */
class ReloaderWithFakesTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeAgentFactory factory = new FakeAgentFactory();
    private final ResourceJournal journal = factory.journal();
    private final FakeModelSource provider = new FakeModelSource("fake");
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final ModelCatalog catalog = ModelCatalog.builder(
                    HostRuntime.of(Runnable::run).withTicker(() -> 0))
            .source(provider)
            .build(ModelsConfig.empty(ModelsPolicy.standard()));
    private final AgentRegistry<FakeAgent> registry =
            AgentRegistry.builder(factory, HostRuntime.of(Runnable::run)).build();
    private final FakeParticipant last = new FakeParticipant("last", new ResourceJournal(), "reload-agents");
    private final Reloader reloader = Reloader.builder(
                    HostRuntime.of(threads).withTicker(() -> 0).withClock(() -> Instant.EPOCH))
            .participant(catalog.participant())
            .participant(registry.participant())
            .participant(last)
            .ignoring(ReloadAction.parse("restart-heartbeat"))
            .build();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void models_agentsAndRoutes_changeTogether() {
        provider.list("small", "large");
        assertThat(reloader.start(source("fake", "coder"))).isApplied();
        assertThat(catalog.find("fake/large")).isPresent();

        ReloadResult result = reload("other", "coder", "writer");

        assertThat(result).isApplied();
        assertThat(catalog.config().findProvider("other")).isPresent();
        assertThat(catalog.config().findProvider("fake")).isEmpty();
        assertThat(registry.snapshot().document()).isEqualTo(document("other", "coder", "writer"));
        assertThat(journal.entries())
                .containsExactly("create coder#1", "create coder#2", "create writer#1", "close coder#1");
        assertThat(reloader.close(LONG).isClean()).isTrue();
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void lastParticipant_throwsAtItsCommit_catalogAndRegistryAreBack() {
        provider.list("small");
        reloader.start(source("fake", "coder"));
        ModelList models = catalog.models();
        AgentSnapshot<FakeAgent> agents = registry.snapshot();
        journal.drainEntries();
        List<String> seenAtCommit = new CopyOnWriteArrayList<>();
        last.script().next(FakeParticipant.Step.COMMIT).run(() -> {
            seenAtCommit.add(catalog.config().providers().get(0).id() + " "
                    + registry.snapshot().ids());
            throw new IllegalStateException("planned");
        });

        ReloadResult result = reload("other", "coder", "writer");

        assertThat(result).hasSummary("rolled back: commit of [last] failed: IllegalStateException: planned");
        assertThat(seenAtCommit).containsExactly("other [coder, writer]");
        assertThat(catalog.models()).isSameAs(models);
        assertThat(catalog.config().findProvider("fake")).isPresent();
        assertThat(registry.snapshot()).isSameAs(agents);
        assertThat(journal.entries())
                .containsExactly("create coder#2", "create writer#1", "close writer#1", "close coder#2");
        assertThat(provider.requests()).hasSize(1);

        assertThat(reload("other", "coder", "writer")).isApplied();

        assertThat(catalog.config().findProvider("other")).isPresent();
        assertThat(registry.snapshot().find("writer")).isPresent();
        reloader.close(LONG);
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void problemThatTwoParticipantsFind_isReportedOnce() {
        reloader.start(source("fake", "coder"));

        ReloadResult result = reload(ConfigDocument.parse("config.json", "{ model_list: [ { model_name: 'm' } ] }"));

        assertThat(result)
                .hasProblems(
                        "model is required at model_list[model_name=m].model (config.json:1:17); expected provider/model",
                        "agent [main] has no model at agents.defaults (config.json:1:1);"
                                + " give it one, or all agents in [agents.defaults.model]");
    }

    @Test
    void runningTurn_keepsItsGenerationAndLearnsThatItIsReplaced() {
        reloader.start(source("fake", "coder"));
        List<String> reported = new CopyOnWriteArrayList<>();
        try (TurnLease<FakeAgent> turn = registry.lease(RouteRequest.of("console"))) {
            turn.onRetired(() -> reported.add("retired"));
            assertThat(turn.isRetired()).isFalse();

            reload("other", "coder");

            assertThat(reported).containsExactly("retired");
            assertThat(turn.isRetired()).isTrue();
            assertThat(turn.agent().answer("hello")).isEqualTo("coder (fake/small): hello");
            assertThat(reloader.view().status().retired())
                    .singleElement()
                    .satisfies(generation -> assertThat(generation.openLeases()).isEqualTo(1));
        }
        assertThat(reloader.view().status().retired()).isEmpty();
        reloader.close(LONG);
        assertThat(journal).hasNoLeaks();
    }

    private ReloadResult reload(String providerName, String... agents) {
        return reload(document(providerName, agents));
    }

    private ReloadResult reload(ConfigDocument document) {
        return reloader.reload(ReloadRequest.manual(source(document), "tester"), LONG);
    }

    private static ConfigSource source(String providerName, String... agents) {
        return source(document(providerName, agents));
    }

    private static ConfigSource source(ConfigDocument document) {
        return ConfigSource.of("config.json", () -> new ReadResult.Success(document));
    }

    /** Returns a document with one provider and agents that all use its small model. */
    private static ConfigDocument document(String providerName, String... agents) {
        StringBuilder json = new StringBuilder("{ models: { providers: { ")
                .append(providerName)
                .append(": {} } }, agents: { list: [");
        for (String agent : agents) {
            json.append("{ id: '%s', model: '%s/small' },".formatted(agent, providerName));
        }
        return ConfigDocument.parse("config.json", json.append("] } }").toString());
    }
}
