// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CatalogParticipantTest {

    private static final ConfigDocument SMALL = document("small");
    private static final ConfigDocument LARGE = document("large");

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Runnable> duringLoad = new AtomicReference<>(() -> {});
    private final ModelCatalog catalog = ModelCatalog.builder(
                    HostRuntime.of(Runnable::run).withTicker(() -> 0))
            .source(request -> {
                asked.incrementAndGet();
                duringLoad.getAndSet(() -> {}).run();
                return Optional.empty();
            })
            .build(ModelsConfig.read(SMALL).orThrow());
    private final ReloadParticipant participant = catalog.participant();
    private final RetiredResources retired = RetiredResources.create(
            LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(() -> 0)));

    @Test
    void participant_handlesWhatItsDefinitionsAreReadFrom() {
        assertThat(participant.name()).isEqualTo("models");
        assertThat(participant.handles(ReloadAction.parse("reload-models"))).isTrue();
        assertThat(participant.handles(ReloadAction.parse("reload-providers"))).isTrue();
        assertThat(participant.handles(ReloadAction.parse("reload-agents"))).isTrue();
        assertThat(participant.handles(ReloadAction.parse("reload-bindings"))).isFalse();
    }

    @Test
    void prepare_showsNothingBeforeTheCommit() throws Exception {
        Prepared prepared = participant.prepare(context(LARGE));

        assertThat(names()).containsExactly("echo/small");
        prepared.commit(retired);
        assertThat(names()).containsExactly("echo/large");
    }

    @Test
    void commit_forgetsWhatSourcesSaid() throws Exception {
        catalog.models();
        catalog.models();
        assertThat(asked).hasValue(1);

        participant.prepare(context(LARGE)).commit(retired);
        catalog.models();

        assertThat(asked).hasValue(2);
    }

    @Test
    void commit_hostsRuleAsksForModelsWithoutOtherDefinitions_forgets() throws Exception {
        catalog.models();

        participant.prepare(context(SMALL, ReloadAction.RELOAD_MODELS)).commit(retired);
        catalog.models();

        assertThat(asked).hasValue(2);
    }

    @Test
    void commit_agentsAloneChange_keepsWhatSourcesSaid() throws Exception {
        catalog.models();

        Prepared prepared = participant.prepare(context(SMALL, ReloadAction.RELOAD_AGENTS));
        prepared.commit(retired);
        prepared.rollback(retired);
        catalog.models();

        assertThat(asked).hasValue(1);
    }

    @Test
    void rollback_bringsBackDefinitionsAndWhatSourcesSaid() throws Exception {
        ModelList before = catalog.models();
        Prepared prepared = participant.prepare(context(LARGE));

        prepared.commit(retired);
        catalog.models();
        prepared.rollback(retired);

        assertThat(catalog.models()).isSameAs(before);
        assertThat(names()).containsExactly("echo/small");
    }

    @Test
    void rollback_afterAnInvalidation_asksAgain() throws Exception {
        catalog.models();
        Prepared prepared = participant.prepare(context(LARGE));

        prepared.commit(retired);
        catalog.invalidate();
        prepared.rollback(retired);

        assertThat(names()).containsExactly("echo/small");
        assertThat(asked).hasValue(2);
    }

    @Test
    void rollback_loadUnderWayAtTheCommit_isBegunAgain() throws Exception {
        Prepared prepared = participant.prepare(context(LARGE));
        duringLoad.set(() -> prepared.commit(retired));
        catalog.models();

        prepared.rollback(retired);

        assertThat(names()).containsExactly("echo/small");
        assertThat(asked).hasValue(2);
    }

    @Test
    void validate_brokenModels_reportsThePosition() {
        ConfigDocument broken = ConfigDocument.parse("config.json", "{models: {providers: 1}}");

        assertThat(participant.validate(context(broken)))
                .extracting(ConfigProblem::toString)
                .containsExactly("found a number at models.providers (config.json:1:22); expected an object");
    }

    @Test
    void reloader_startsAndReloadsACatalogThatBeganEmpty() {
        ModelCatalog empty = ModelCatalog.builder(HostRuntime.of(Runnable::run).withTicker(() -> 0))
                .build(ModelsConfig.empty(ModelsPolicy.standard()));
        Reloader reloader = Reloader.builder(
                        HostRuntime.of(Runnable::run).withTicker(() -> 0).withClock(() -> Instant.EPOCH))
                .participant(empty.participant())
                .build();

        assertThat(reloader.start(source(SMALL))).isInstanceOf(ReloadResult.Applied.class);
        assertThat(empty.models().models())
                .extracting(model -> model.ref().toString())
                .containsExactly("echo/small");

        ReloadPlan plan = reloader.view().plan(LARGE);
        assertThat(reloader.apply(plan, "tester")).isInstanceOf(ReloadResult.Applied.class);
        assertThat(empty.models().models())
                .extracting(model -> model.ref().toString())
                .containsExactly("echo/large");
        assertThat(reloader.close(Duration.ZERO).isClean()).isTrue();
    }

    private List<String> names() {
        return catalog.models().models().stream()
                .map(model -> model.ref().toString())
                .toList();
    }

    private static ReloadContext context(ConfigDocument target, ReloadAction... actions) {
        return ReloadContext.of(
                ReloadPlanner.plan(SMALL, target),
                ActionScope.of(List.of(actions)),
                Deadline.after(Duration.ofHours(1), () -> 0));
    }

    private static ConfigSource source(ConfigDocument document) {
        return ConfigSource.of("config.json", () -> new ReadResult.Success(document));
    }

    private static ConfigDocument document(String model) {
        return ConfigDocument.parse("config.json", "{models: {providers: {echo: {models: [{id: '" + model + "'}]}}}}");
    }
}
