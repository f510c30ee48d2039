// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.agentreload.agents.FakeAgents.FakeAgent;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.core.apply.ReloadDeadlines;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reloads that fail, and what they leave behind. */
class RegistryFailuresTest extends AgentRegistryFixture {

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
        AgentRegistry<FakeAgent> hanging = registry(task -> {});
        Thread.currentThread().interrupt();

        ReloadResult result = hanging.reload(agents("a"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.summary()).contains("InterruptedException");
        assertThatThrownBy(hanging::snapshot).hasMessage("no configuration was loaded yet");
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
}
