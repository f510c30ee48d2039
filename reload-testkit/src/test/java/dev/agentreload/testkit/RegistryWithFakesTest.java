// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.AgentChanges;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelList;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.testkit.fake.FakeAgent;
import dev.agentreload.testkit.fake.FakeAgentFactory;
import dev.agentreload.testkit.fake.FakeModelSource;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Drives the real registry and the real catalog with the fakes, as the tests of a host do. */
class RegistryWithFakesTest {

    private static final RouteRequest CONSOLE = RouteRequest.of("console");

    private final FakeAgentFactory factory = new FakeAgentFactory();
    private final ResourceJournal journal = factory.journal();
    private final AgentRegistry<FakeAgent> registry = AgentRegistry.builder(factory, HostRuntime.of(Runnable::run))
            .leases(journal.leases())
            .build();

    private final FakeModelSource provider = new FakeModelSource("fake");
    private final ModelCatalog catalog = ModelCatalog.builder(
                    HostRuntime.of(Runnable::run).withTicker(() -> 0))
            .source(provider)
            .source(new FakeModelSource("other"))
            .build(ModelsConfig.read(agents("coder small")).orThrow());

    @Test
    void editOfOneAgent_buildsItAloneAndClosesTheOldOneOnce() {
        registry.reload(agents("coder small", "writer small", "tester small"));
        FakeAgent coder = agent("coder");
        FakeAgent writer = agent("writer");
        FakeAgent tester = agent("tester");
        assertThat(journal.drainEntries()).containsExactly("create coder#1", "create writer#1", "create tester#1");

        assertThat(registry.reload(agents("coder large", "writer small", "tester small")))
                .isInstanceOf(ReloadResult.Applied.class);
        assertThat(registry.snapshot().changes())
                .isEqualTo(new AgentChanges(ids("coder"), ids("writer", "tester"), ids()));

        assertThat(journal.entries()).containsExactly("create coder#2", "close coder#1");
        assertThat(journal).hasOpen("writer#1", "tester#1", "coder#2");
        assertThat(agent("writer")).isSameAs(writer);
        assertThat(agent("tester")).isSameAs(tester);
        assertThat(agent("coder").answer("hello")).isEqualTo("coder (fake/large): hello");
        assertThatThrownBy(() -> coder.answer("hello"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("agent [coder] is closed");
        registry.close();
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void failedCreation_leavesAllInForceAndClosesWhatWasMadeTheLastFirst() {
        registry.reload(agents("old small"));
        AgentSnapshot<FakeAgent> before = registry.snapshot();
        journal.drainEntries();
        IOException failure = new IOException("planned");
        factory.script("c").always(FakeAgentFactory.Step.CREATE).fail(failure);

        assertThat(registry.reload(agents("old large", "a small", "b small", "c small", "d small"))
                        .summary())
                .endsWith("agent [c] could not be made, caused by IOException: planned");

        assertThat(journal.drainEntries())
                .containsExactly(
                        "create old#2", "create a#1", "create b#1", "fail c", "close b#1", "close a#1", "close old#2");
        assertThat(registry.snapshot()).isSameAs(before);
        assertThat(agent("old").answer("hello")).isEqualTo("old (fake/small): hello");
        factory.script("c").reset();
        assertThat(registry.reload(agents("old small", "c small"))).isInstanceOf(ReloadResult.Applied.class);
        assertThat(registry.snapshot().changes()).isEqualTo(new AgentChanges(ids("c"), ids("old"), ids()));
        registry.close();
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void creationThatReturnsNull_failsTheReload() {
        factory.script("b").next(FakeAgentFactory.Step.CREATE).returnNull();

        assertThat(registry.reload(agents("a small", "b small")).summary()).endsWith("the factory returned no agent");
        assertThat(journal.entries()).containsExactly("create a#1", "fail b", "close a#1");
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void failedClose_isNotTriedAgainAndClosesTheOthers() {
        registry.reload(agents("a small", "b small", "c small"));
        journal.drainEntries();
        factory.script("b").next(FakeAgentFactory.Step.CLOSE).fail(new AssertionError("planned"));

        registry.close();

        assertThat(journal.entries()).containsExactly("close c#1", "close b#1", "close a#1");
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void severalThreads_writeOneJournal() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AgentRegistry<FakeAgent> parallel =
                AgentRegistry.builder(factory, HostRuntime.of(threads)).build();

        parallel.reload(agents("a small", "b small", "c small", "d small"));

        assertThat(journal.drainEntries())
                .containsExactlyInAnyOrder("create a#1", "create b#1", "create c#1", "create d#1");
        parallel.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(journal.entries()).containsExactly("close d#1", "close c#1", "close b#1", "close a#1");
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void turnThatDoesNotEnd_isALeakAndTheCheckNamesTheAgents() {
        registry.reload(agents("coder small", "writer small"));
        TurnLease<FakeAgent> forgotten = registry.lease(CONSOLE);
        registry.reload(agents("coder large", "writer small"));
        registry.close();

        assertThatThrownBy(() -> assertThat(journal).hasNoLeaks())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(String.format("%nExpecting everything to be closed exactly once, but%n"
                        + "  still open: [coder#1, writer#1]%n"
                        + "  closed more than once: []%n"
                        + "  leases: [lease of [agents of revision 1] is open; taken by thread ["))
                .hasMessageEndingWith(String.format(
                        "]%n  journal: [create coder#1, create writer#1, create coder#2, close coder#2]"));
        forgotten.close();
        assertThat(journal).hasNoLeaks();
    }

    @Test
    void agentThatIsClosedTwice_isALeakToo() throws Exception {
        registry.reload(agents("coder small"));
        FakeAgent coder = agent("coder");
        registry.close();
        factory.close(coder);

        assertThatThrownBy(() -> assertThat(journal).hasNoLeaks())
                .isInstanceOf(AssertionError.class)
                .hasMessage(String.format("%nExpecting everything to be closed exactly once, but%n"
                        + "  still open: []%n"
                        + "  closed more than once: [coder#1]%n"
                        + "  journal: [create coder#1, close coder#1, close coder#1]"));
    }

    @Test
    void otherOpenAgentsThanExpected_areNamed() {
        registry.reload(agents("coder small"));

        assertThatThrownBy(() -> assertThat(journal).hasOpen("writer#1"))
                .isInstanceOf(AssertionError.class)
                .hasMessage(String.format("%nExpecting these to be open: [writer#1], but%n"
                        + "  still open: [coder#1]%n"
                        + "  journal: [create coder#1]"));
    }

    @Test
    void agentOfAnotherFactory_isNotClosed() {
        registry.reload(agents("coder small"));

        assertThatThrownBy(() -> new FakeAgentFactory().close(agent("coder")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[FakeAgent[coder, fake/small]] is not in this journal");
        assertThat(agent("coder").isClosed()).isFalse();
    }

    @Test
    void throwableThatIsNeitherExceptionNorError_isRefusedWhenScripted() {
        assertThatThrownBy(() -> factory.script("coder")
                        .next(FakeAgentFactory.Step.CREATE)
                        .fail(new Throwable("planned")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[java.lang.Throwable] is neither an exception nor an error");
    }

    @Test
    void invalidatedCatalog_asksTheProviderAgain() {
        provider.list("small");
        assertThat(refs(catalog.models())).containsExactly("fake/small");
        provider.list("small", "large");
        assertThat(refs(catalog.models())).containsExactly("fake/small");
        assertThat(provider.requests()).hasSize(1);

        catalog.invalidate();

        assertThat(refs(catalog.models())).containsExactly("fake/small", "fake/large");
        assertThat(provider.requests())
                .extracting(request -> request.provider())
                .containsExactly("fake", "fake");
    }

    @Test
    void providerThatFails_leavesItsEarlierModelsStale() {
        provider.answer(() -> List.of("small"));
        catalog.models();
        provider.script().next(FakeModelSource.Step.DISCOVER).fail(new IOException("planned"));
        catalog.invalidate();

        ModelList models = catalog.models();

        assertThat(refs(models)).containsExactly("fake/small");
        assertThat(models.staleProviders()).isEqualTo(Map.of("fake", "planned"));
        assertThat(provider.requests()).hasSize(2);
    }

    @Test
    void providerWithoutScript_listsNothing() {
        assertThat(catalog.models().staleProviders()).isEqualTo(Map.of("fake", "the provider listed no model"));
    }

    private FakeAgent agent(String id) {
        return registry.snapshot().find(id).orElseThrow();
    }

    private static List<AgentId> ids(String... ids) {
        return List.of(ids).stream().map(AgentId::new).toList();
    }

    private static List<String> refs(ModelList models) {
        return models.models().stream().map(model -> model.ref().toString()).toList();
    }

    /** Returns a document with agents that are each written as an id and the model they use. */
    private static ConfigDocument agents(String... agents) {
        StringBuilder json = new StringBuilder("{ models: { providers: { fake: {} } }, agents: { list: [");
        for (String agent : agents) {
            String[] words = agent.split(" ", 2);
            json.append("{ id: '")
                    .append(words[0])
                    .append("', model: 'fake/")
                    .append(words[1])
                    .append("' },");
        }
        return ConfigDocument.parse("config.json", json.append("] } }").toString());
    }
}
