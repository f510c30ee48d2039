// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.agentreload.agents.FakeAgents.FakeAgent;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadDeadlines;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.LeaseStatus;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelsPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentRegistryTest {

    private static final AgentsPolicy ECHO =
            AgentsPolicy.of(ModelsPolicy.standard().withDefaultModel(ModelRef.parse("echo/echo")));

    private final FakeAgents factory = new FakeAgents();
    private final AgentRegistry<FakeAgent> registry = registry(Runnable::run);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

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
    void addedModel_rebuildsNobody() {
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
    void invalidDocument_changesNothingAndTheNextGoodOneWorks() {
        registry.reload(agents("a"));
        AgentSnapshot<FakeAgent> before = registry.snapshot();
        factory.takeJournal();

        ReloadResult result =
                registry.reload(document("{ \"agents\": { \"list\": [ { \"id\": \"a\" }, { \"id\": \"A\" } ] } }"));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ReloadResult.Invalid.class,
                        invalid -> assertThat(invalid.problems().stream().map(ConfigProblem::toString))
                                .containsExactly(
                                        "agent [a] is defined twice at agents.list[id=A].id (config.json:1:48); [agents.list[id=a]] has the same id"));
        assertThat(registry.snapshot()).isSameAs(before);
        assertThat(factory.takeJournal()).isEmpty();
        assertThat(reload(registry, agents("b"))).isEqualTo(applied(2, "b", "", "a"));
    }

    @Test
    void factoryThatThrowsOnTheLast_closesTheOthersInReverse() {
        registry.reload(agents("old"));
        AgentSnapshot<FakeAgent> before = registry.snapshot();
        factory.takeJournal();
        IllegalStateException failure = new IllegalStateException("planned");
        factory.fail("c", failure);

        ReloadResult result = registry.reload(agents("old", "a", "b", "c", "d"));

        assertThat(result.summary())
                .isEqualTo(
                        "rolled back: prepare of [agents] failed: AgentNotBuiltException: agent [c] could not be made,"
                                + " caused by IllegalStateException: planned");
        assertThat(factory.takeJournal()).containsExactly("create a", "create b", "close b", "close a");
        assertThat(registry.snapshot()).isSameAs(before);
        factory.succeed("c");
        assertThat(reload(registry, agents("old", "c"))).isEqualTo(applied(2, "c", "old", ""));
    }

    @Test
    void factoryThatReturnsNull_failsTheReload() {
        factory.script("a", () -> null);

        assertThat(registry.reload(agents("a")).summary()).endsWith("the factory returned no agent");
    }

    @ParameterizedTest
    @ValueSource(classes = {StackOverflowError.class, AssertionError.class, NoClassDefFoundError.class})
    void factoryThatThrowsAnError_failsTheReload(Class<? extends Error> type) throws Exception {
        Error error = type.getConstructor().newInstance();
        factory.fail("b", error);

        assertThat(registry.reload(agents("a", "b")).summary())
                .isEqualTo(
                        "rolled back: prepare of [agents] failed: AgentNotBuiltException: agent [b] could not be made");
        assertThat(factory.takeJournal()).containsExactly("create a", "close a");
    }

    @Test
    void factoryThatRunsOutOfMemory_isRethrownAfterTheCleanup() {
        OutOfMemoryError error = new OutOfMemoryError("planned");
        factory.fail("b", error);

        assertThatThrownBy(() -> registry.reload(agents("a", "b"))).isSameAs(error);
        assertThat(factory.takeJournal()).containsExactly("create a", "close a");
        assertThat(reload(registry, agents("c"))).isEqualTo(applied(1, "c", "", ""));
    }

    @Test
    void hangingFactory_isGivenUpAndItsLateAgentClosed() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<Void> lateClose = new CompletableFuture<>();
        factory.script("a", () -> {
            Uninterruptibles.awaitUninterruptibly(gate);
            return new FakeAgent(
                    AgentsConfig.read(agents("a"), ECHO).orThrow().agents().get(0));
        });
        AgentFactory<FakeAgent> watching = new AgentFactory<>() {
            @Override
            public FakeAgent create(ResolvedAgent agent) throws Exception {
                return factory.create(agent);
            }

            @Override
            public void close(FakeAgent agent) throws Exception {
                factory.close(agent);
                lateClose.complete(null);
            }
        };
        AgentRegistry<FakeAgent> watched = AgentRegistry.builder(watching, HostRuntime.of(threads))
                .policy(ECHO)
                .deadlines(ReloadDeadlines.standard().withPrepare(Duration.ofMillis(500)))
                .build();

        assertThat(watched.reload(agents("a"))).isInstanceOf(ReloadResult.RolledBack.class);
        gate.countDown();
        lateClose.get(10, TimeUnit.SECONDS);
        assertThat(factory.takeJournal()).containsExactly("create a", "close a");
        assertThat(reload(watched, agents("b"))).isEqualTo(applied(1, "b", "", ""));
    }

    @Test
    void refusingExecutor_failsTheReload() {
        RejectedExecutionException refusal = new RejectedExecutionException("shut down");
        AgentRegistry<FakeAgent> refused = registry(task -> {
            throw refusal;
        });

        assertThat(refused.reload(agents("a")).summary()).contains("RejectedExecutionException: shut down");
    }

    @Test
    void interruptedReload_changesNothingAndKeepsTheFlag() {
        AgentRegistry<FakeAgent> stuck = registry(task -> {});
        Thread.currentThread().interrupt();

        ReloadResult result = stuck.reload(agents("a"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.summary()).contains("InterruptedException");
        assertThatThrownBy(stuck::snapshot).hasMessage("no configuration was loaded yet");
    }

    @Test
    void closeThatThrows_leavesTheResultAndTheOtherCloses() {
        registry.reload(agents("a", "b", "c"));
        factory.takeJournal();
        factory.failToClose("b", new IllegalStateException("stuck"));

        assertThat(reload(registry, agents("d"))).isEqualTo(applied(2, "d", "", "a b c"));
        assertThat(factory.takeJournal()).containsExactly("create d", "close c", "close b", "close a");
    }

    @Test
    void reloadFromWithinTheFactory_isBusy() {
        List<ReloadResult> inner = new ArrayList<>();
        factory.script("a", () -> {
            inner.add(registry.reload(agents("b")));
            return new FakeAgent(
                    AgentsConfig.read(agents("a"), ECHO).orThrow().agents().get(0));
        });

        assertThat(reload(registry, agents("a"))).isEqualTo(applied(1, "a", "", ""));
        assertThat(inner).containsExactly(new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING));
    }

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
    void lease_namedAgentThatDoesNotExist_leasesTheRoutedOneAndSaysSo() {
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
            assertThat(holder.stackTrace().get(0).getClassName()).isEqualTo(AgentRegistryTest.class.getName());
            assertThat(holder.stackTrace().get(0).getMethodName())
                    .isEqualTo("status_openTurns_areCountedAndNameTheLineThatBeganThem");
        });
        turn.close();
        assertThat(tracked.status().openLeases()).isZero();
    }

    @Test
    void executorThatFailsToDiscard_isNoReasonToLeaveAgentsOpen() {
        IllegalStateException refusal = new IllegalStateException("out of order");
        AtomicBoolean broken = new AtomicBoolean();
        AgentRegistry<FakeAgent> unlucky = registry(task -> {
            if (broken.get()) {
                throw refusal;
            }
            task.run();
        });
        factory.script("b", () -> {
            broken.set(true);
            throw new IllegalArgumentException("planned");
        });

        assertThat(unlucky.reload(agents("a", "b"))).isInstanceOf(ReloadResult.RolledBack.class);
        assertThat(factory.takeJournal()).containsExactly("create a", "close a");
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

    private AgentRegistry<FakeAgent> registry(Executor executor) {
        return AgentRegistry.builder(factory, HostRuntime.of(executor))
                .policy(ECHO)
                .build();
    }

    /** Returns a registry that knows who holds its leases. */
    private AgentRegistry<FakeAgent> tracked(LongSupplier nanos) {
        return AgentRegistry.builder(factory, HostRuntime.of(Runnable::run).withTicker(nanos))
                .policy(ECHO)
                .leases(LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(nanos))
                        .withLeakTracking())
                .build();
    }

    private FakeAgent agent(String id) {
        return registry.snapshot().find(id).orElseThrow();
    }

    /** What a test looks at of a reload that was applied. */
    private record Reloaded(long revision, AgentChanges agents) {}

    private static Reloaded reload(AgentRegistry<FakeAgent> registry, ConfigDocument document) {
        ReloadResult result = registry.reload(document);
        assertThat(result).isInstanceOf(ReloadResult.Applied.class);
        assertThat(registry.snapshot().revision()).isEqualTo(((ReloadResult.Applied) result).revision());
        return new Reloaded(registry.snapshot().revision(), registry.snapshot().changes());
    }

    private static Reloaded applied(long revision, String built, String kept, String removed) {
        return new Reloaded(revision, new AgentChanges(ids(built), ids(kept), ids(removed)));
    }

    private static List<AgentId> ids(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(" ")).stream().map(AgentId::new).toList();
    }

    private static ConfigDocument agents(String... ids) {
        StringBuilder json = new StringBuilder("{ \"agents\": { \"list\": [");
        for (String id : ids) {
            json.append("{ \"id\": \"").append(id).append("\" },");
        }
        return document(json.append("] } }").toString());
    }

    private static ConfigDocument document(String json) {
        return ConfigDocument.parse("config.json", json);
    }
}
