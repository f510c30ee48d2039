// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.FakeAgents.FakeAgent;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelsPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RegistryParticipantTest {

    private static final AgentsPolicy ECHO =
            AgentsPolicy.of(ModelsPolicy.standard().withDefaultModel(ModelRef.parse("echo/echo")));

    private static final ConfigDocument WITH_MODEL = ConfigDocument.parse(
            "config.json",
            "{ \"models\": { \"providers\": { \"p\": {} } }, \"agents\": { \"list\": [ { \"id\": \"a\", \"model\":"
                    + " \"p/m\" } ] } }");

    private final LeaseFactory leases = LeaseFactory.of(HostRuntime.of(Runnable::run));
    private final FakeAgents factory = new FakeAgents();

    /** An executor that refuses every task: {@code prepare} already runs on its only thread. */
    private final AgentRegistry<FakeAgent> registry = AgentRegistry.builder(factory, HostRuntime.of(task -> {
                throw new RejectedExecutionException("no thread is free");
            }))
            .policy(ECHO)
            .leases(leases)
            .build();

    private final ReloadParticipant participant = registry.participant();

    @Test
    void participant_handlesWhatChangesWithOneWrite() {
        assertThat(participant.handles(ReloadAction.parse("reload-agents"))).isTrue();
        assertThat(participant.handles(ReloadAction.parse("reload-bindings"))).isTrue();
        assertThat(participant.handles(ReloadAction.parse("reload-models"))).isTrue();
        assertThat(participant.handles(ReloadAction.parse("reload-providers"))).isTrue();
        assertThat(participant.handles(ReloadAction.parse("restart-heartbeat"))).isFalse();
    }

    @Test
    void reloader_ofTwoRegistries_appliesBothAndCountsTheirRevisions() {
        AgentRegistry<FakeAgent> other = AgentRegistry.builder(factory, HostRuntime.of(Runnable::run))
                .policy(ECHO)
                .build();
        Reloader reloader = Reloader.builder(HostRuntime.of(Runnable::run))
                .participant(registry.participant("tenant-a"))
                .participant(other.participant("tenant-b"))
                .ignoring(ReloadAction.parse("restart-heartbeat"))
                .build();
        reloader.start(source(document("a")));
        reloader.reload(ReloadRequest.manual(source(withCron(document("a"))), "test"), Duration.ZERO);
        assertThat(registry.snapshot().revision()).isEqualTo(1);

        assertThat(reloader.reload(ReloadRequest.manual(source(document("a", "b")), "test"), Duration.ZERO))
                .isInstanceOfSatisfying(
                        ReloadResult.Applied.class,
                        applied -> assertThat(applied.revision()).isEqualTo(3));

        assertThat(List.of(registry.snapshot(), other.snapshot()))
                .allSatisfy(snapshot -> assertThat(snapshot).hasToString("AgentSnapshot[revision 3, 2 agents]"));
        assertThatThrownBy(() -> Reloader.builder(HostRuntime.of(Runnable::run))
                        .participant(registry.participant("tenant-a"))
                        .participant(other.participant("tenant-a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ConfigSource source(ConfigDocument document) {
        return ConfigSource.of("config.json", () -> new ReadResult.Success(document));
    }

    private static ConfigDocument withCron(ConfigDocument document) {
        return ConfigDocument.parse("config.json", document.root().toString().replaceFirst("\\{", "{\"logging\": 1, "));
    }

    @Test
    void commit_showsTheNewGenerationAndHandsOverTheOld() throws Exception {
        start("a", "b");
        RetiredResources retired = RetiredResources.create(leases);
        Prepared prepared = participant.prepare(context(7, "b", "c"));
        assertThat(registry.snapshot().revision()).isEqualTo(1);

        prepared.commit(retired);

        assertThat(registry.snapshot().revision()).isEqualTo(7);
        assertThat(factory.takeJournal()).containsExactly("create a", "create b", "create c");
        retired.resources().forEach(Leased::retire);
        assertThat(factory.takeJournal()).containsExactly("close a");
    }

    @Test
    void rollback_bringsTheOldGenerationBackAndRetiresTheNew() throws Exception {
        start("a");
        AgentSnapshot<FakeAgent> before = registry.snapshot();
        factory.takeJournal();
        Prepared prepared = participant.prepare(context("a", "b"));
        prepared.commit(RetiredResources.create(leases));
        RetiredResources retired = RetiredResources.create(leases);

        prepared.rollback(retired);

        assertThat(registry.snapshot()).isSameAs(before);
        retired.resources().forEach(Leased::retire);
        assertThat(factory.takeJournal()).containsExactly("create b", "close b");
        assertThat(registry.snapshot().find("a").orElseThrow().closed).isFalse();
    }

    @Test
    void discard_closesWhatWasMadeInReverse() throws Exception {
        start("a");
        factory.takeJournal();

        participant.prepare(context("a", "b", "c")).discard();

        assertThat(factory.takeJournal()).containsExactly("create b", "create c", "close c", "close b");
        assertThat(registry.snapshot().revision()).isEqualTo(1);
    }

    @Test
    void factoryThatThrows_failsThePreparationAndLeavesNothingOpen() throws Exception {
        start("a");
        factory.takeJournal();
        IllegalStateException failure = new IllegalStateException("planned");
        factory.fail("c", failure);

        assertThatThrownBy(() -> participant.prepare(context("a", "b", "c")))
                .isInstanceOf(AgentNotBuiltException.class)
                .hasMessage("agent [c] could not be made")
                .hasCause(failure);
        assertThat(factory.takeJournal()).containsExactly("create b", "close b");
    }

    @Test
    void reloadInBetween_isNotOverwritten() throws Exception {
        Prepared prepared = participant.prepare(context("a"));
        start("b");
        RetiredResources retired = RetiredResources.create(leases);

        assertThatThrownBy(() -> prepared.commit(RetiredResources.create(leases)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the agents were reloaded in the middle of a transaction");
        prepared.rollback(retired);
        retired.resources().forEach(Leased::retire);

        assertThat(registry.snapshot().find("b")).isPresent();
        assertThat(factory.takeJournal()).containsExactly("create a", "create b", "close a");
    }

    @Test
    void retireAll_handsOverWhatIsInEffect() throws Exception {
        start("a");
        RetiredResources retired = RetiredResources.create(leases);

        participant.retireAll(retired);
        retired.resources().forEach(Leased::retire);

        assertThat(factory.takeJournal()).containsExactly("create a", "close a");
        assertThat(registry.reload(document("b"))).isEqualTo(new ReloadResult.NotStarted(ReloaderState.CLOSED));
    }

    @Test
    void reloadByHand_ofAParticipant_isRefusedOnAnyThread() throws Exception {
        String refusal = "this registry is the participant of a reloader; submit a request to that instead";
        Prepared prepared = participant.prepare(context("a"));
        assertThatThrownBy(() -> registry.reload(document("b")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(refusal);

        prepared.commit(RetiredResources.create(leases));
        CompletableFuture<ReloadResult> elsewhere = CompletableFuture.supplyAsync(() -> registry.reload(document("b")));

        assertThatThrownBy(() -> elsewhere.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining(refusal);
        assertThat(registry.snapshot().document()).isEqualTo(document("a"));
        assertThat(factory.takeJournal()).containsExactly("create a");
    }

    @Test
    void reloadByHand_thatIsRunningWhenItBecomesAParticipant_isNotCommitted() {
        AgentRegistry<FakeAgent> late =
                AgentRegistry.builder(factory, HostRuntime.of(Runnable::run)).build();
        factory.script("a", () -> {
            late.participant();
            return new FakeAgent(
                    AgentsConfig.read(WITH_MODEL).orThrow().agents().get(0));
        });

        assertThat(late.reload(WITH_MODEL).summary())
                .contains("the agents were reloaded in the middle of a transaction");

        assertThat(factory.takeJournal()).containsExactly("create a", "close a");
        assertThatThrownBy(late::snapshot).hasMessage("no configuration was loaded yet");
    }

    @Test
    void registryClosedBetweenCommitAndRollback_leavesNothingOpen() throws Exception {
        start("a");
        Prepared prepared = participant.prepare(context("a", "b"));
        prepared.commit(RetiredResources.create(leases));
        registry.close();
        RetiredResources retired = RetiredResources.create(leases);

        prepared.rollback(retired);
        retired.resources().forEach(Leased::retire);

        assertThat(factory.takeJournal()).containsExactly("create a", "create b", "close b", "close a");
    }

    private void start(String... ids) throws Exception {
        participant.prepare(context(ids)).commit(RetiredResources.create(leases));
    }

    private static ReloadContext context(String... ids) {
        return context(1, ids);
    }

    private static ReloadContext context(long revision, String... ids) {
        return ReloadContext.start(document(ids), Deadline.after(Duration.ofSeconds(10), () -> 0))
                .withRevision(revision);
    }

    private static ConfigDocument document(String... ids) {
        StringBuilder json = new StringBuilder("{ \"agents\": { \"list\": [");
        for (String id : ids) {
            json.append("{ \"id\": \"").append(id).append("\" },");
        }
        return ConfigDocument.parse("config.json", json.append("] } }").toString());
    }
}
