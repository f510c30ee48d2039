// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.FakeAgents.FakeAgent;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.ReloadDeadlines;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentProbeTest {

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final FakeAgents factory = new FakeAgents();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void reload_probesTheAgentsThatWereBuiltAlone() {
        AgentRegistry<FakeAgent> registry = registry((definition, agent) -> {
            assertThat(agent.made).isEqualTo(definition);
            asked.add(definition.id().value());
        });
        registry.reload(document("a one", "b one"));
        assertThat(asked).containsExactly("a", "b");
        asked.clear();

        assertThat(registry.reload(document("a one", "b two"))).isInstanceOf(ReloadResult.Applied.class);

        assertThat(asked).containsExactly("b");
    }

    @Test
    void refusal_namesEveryAgentWithItsReason_andChangesNothing() {
        AgentRegistry<FakeAgent> registry = registry(AgentProbeTest::refuseBad);
        registry.reload(document("a one", "b one", "c one"));
        AgentSnapshot<FakeAgent> before = registry.snapshot();
        factory.takeJournal();

        ReloadResult result = registry.reload(document("a bad", "b bad", "c two"));

        assertThat(result.summary())
                .startsWith("rolled back: verify of [agents] failed: AgentRefusedException: agent [a] was refused:"
                        + " [bad] is no name; agent [b] was refused: [bad] is no name");
        assertThat(registry.snapshot()).isSameAs(before);
        assertThat(factory.takeJournal())
                .containsExactly("create a", "create b", "create c", "close c", "close b", "close a");
        assertThat(registry.reload(document("a two", "b one", "c one"))).isInstanceOf(ReloadResult.Applied.class);
    }

    @Test
    void refusal_thatQuotesASecret_isMasked() {
        AgentRegistry<FakeAgent> registry = registry((definition, agent) -> {
            throw new IllegalStateException("key hunter2hunter2 was refused");
        });

        ReloadResult result = registry.reload(ConfigDocument.parse("config.json", """
                {models: {providers: {p: {apiKey: 'hunter2hunter2'}}}, agents: {list: [{id: 'a', model: 'p/m'}]}}
                """));

        assertThat(result.summary())
                .contains("agent [a] was refused: key *** was refused")
                .doesNotContain("hunter2");
    }

    @Test
    void dryRun_probesToo_andNamesTheRefusedProvider() {
        AgentRegistry<FakeAgent> registry = registry(AgentProbeTest::refuseBad);
        Reloader reloader = Reloader.builder(HostRuntime.of(Runnable::run))
                .participant(registry.participant())
                .ignoring(ReloadAction.parse("restart-heartbeat"))
                .build();
        reloader.start(source(document("a one")));

        DryRunReport report = reloader.dryRun(ReloadRequest.manual(source(document("a bad")), "test"));

        assertThat(report.blockedBy().orElseThrow().summary()).contains("agent [a] was refused: [bad] is no name");
        assertThat(registry.snapshot().revision()).isEqualTo(1);
        assertThat(reloader.dryRun(ReloadRequest.manual(source(document("a two")), "test"))
                        .blockedBy())
                .isEmpty();
    }

    @Test
    void probes_ofSeveralAgents_runAtOnce() {
        CountDownLatch together = new CountDownLatch(3);
        AgentRegistry<FakeAgent> registry = AgentRegistry.builder(factory, HostRuntime.of(threads))
                .probe((definition, agent) -> {
                    together.countDown();
                    assertThat(together.await(50, TimeUnit.SECONDS)).isTrue();
                })
                .build();

        assertThat(registry.reload(document("a one", "b one", "c one"))).isInstanceOf(ReloadResult.Applied.class);
    }

    @Test
    void probe_thatDoesNotEnd_isInterruptedAndRefusesTheReload() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        AgentRegistry<FakeAgent> registry = AgentRegistry.builder(factory, HostRuntime.of(threads))
                .deadlines(ReloadDeadlines.standard().withVerify(Duration.ofMillis(200)))
                .probe((definition, agent) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                })
                .build();

        assertThat(registry.reload(document("a one"))).isInstanceOf(ReloadResult.RolledBack.class);

        assertThat(interrupted.await(50, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void exception_hasTheAgentsAndTheFirstReason() {
        IllegalStateException reason = new IllegalStateException();

        AgentRefusedException refused = new AgentRefusedException(Map.of(new AgentId("a"), reason));

        assertThat(refused)
                .hasMessage("agent [a] was refused: IllegalStateException")
                .hasCause(reason);
        assertThat(refused.agents()).containsExactly(new AgentId("a"));
    }

    private static void refuseBad(ResolvedAgent definition, FakeAgent agent) {
        if (definition.definition().name().orElseThrow().equals("bad")) {
            throw new IllegalStateException("[bad] is no name");
        }
    }

    private AgentRegistry<FakeAgent> registry(AgentProbe<FakeAgent> probe) {
        return AgentRegistry.builder(factory, HostRuntime.of(Runnable::run))
                .probe(probe)
                .build();
    }

    private static ConfigSource source(ConfigDocument document) {
        return ConfigSource.of("config.json", () -> new ReadResult.Success(document));
    }

    private static ConfigDocument document(String... agents) {
        StringBuilder json =
                new StringBuilder("{models: {providers: {p: {}}}, agents: {defaults: {model: 'p/m'}, list: [");
        for (String agent : agents) {
            int space = agent.indexOf(' ');
            json.append("{id: '%s', name: '%s'},".formatted(agent.substring(0, space), agent.substring(space + 1)));
        }
        return ConfigDocument.parse("config.json", json.append("]}}").toString());
    }
}
