// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ModelCatalogTest extends ModelCatalogFixture {

    @Test
    void models_withoutOtherSources_areTheConfiguredOnes() {
        ModelCatalog catalog = ModelCatalog.builder(
                        HostRuntime.of(Runnable::run).withTicker(nanos::get))
                .build(config("""
                { "models": { "providers": {
                    "a": { "models": [ { "id": "m", "alias": "fast" } ] }, "b": { "models": [ { "id": "n" } ] }, "c": {} } } }
                """));

        ModelList models = catalog.models();

        assertThat(refs(models)).containsExactly("a/m", "b/n");
        assertThat(models.isStale()).isFalse();
        assertThat(models.models("b")).containsExactly(Model.of(ModelRef.parse("b/n")));
        assertThat(catalog.find("fast")).isEqualTo(catalog.find(ModelRef.parse("a/m")));
        assertThat(catalog.find("b/n")).isPresent();
        assertThat(catalog.find("nothing")).isEmpty();
    }

    @Test
    void models_afterTheFirstLoad_areTheSameList() {
        ModelCatalog catalog = catalog(Runnable::run, "a");
        providers.offer("a", "m");

        assertThat(catalog.models()).isSameAs(catalog.models());
        assertThat(providers.asked("a")).isEqualTo(1);
    }

    @Test
    void configuredModels_haveTheConfigurationsDetails() {
        ModelCatalog catalog = ModelCatalog.builder(
                        HostRuntime.of(Runnable::run).withTicker(nanos::get))
                .source(providers)
                .build(
                        config(
                                "{ \"models\": { \"providers\": { \"a\": { \"models\": [ { \"id\": \"m\", \"alias\": \"x\" } ] } } } }"));
        providers.offer("a", "m", "n");

        assertThat(catalog.models().models())
                .containsExactly(
                        Model.of(ModelRef.parse("a/m")).withAliases(List.of("x")), Model.of(ModelRef.parse("a/n")));
    }

    @Test
    void find_aliasLikeAListedReference_findsTheListedModel() {
        ModelCatalog catalog =
                ModelCatalog.builder(HostRuntime.of(Runnable::run)).build(config("""
                { "models": { "providers": {
                    "a": { "models": [ { "id": "m", "alias": "b/n" }, { "id": "o", "alias": "Fast" } ] },
                    "b": { "models": [ { "id": "n" }, { "id": "N" } ] } } } }
                """));

        assertThat(catalog.find("b/n")).isEqualTo(catalog.find(ModelRef.parse("b/n")));
        assertThat(catalog.find("FAST")).isEqualTo(catalog.find(ModelRef.parse("a/o")));
        assertThat(catalog.find("A/M")).isEqualTo(catalog.find(ModelRef.parse("a/m")));
        assertThat(catalog.find("B/n")).as("two models").isEmpty();
    }

    @Test
    void configuredModels_withoutOtherSources_needNoExecutor() {
        ModelCatalog catalog = ModelCatalog.builder(HostRuntime.of(task -> {
                            throw new RejectedExecutionException("shut down");
                        })
                        .withTicker(nanos::get))
                .build(config(TWO_MODELS));

        assertThat(refs(catalog.models())).containsExactly("a/m", "a/n");
        assertThat(catalog.models().isStale()).isFalse();
    }

    @Test
    void catalogWithoutProviders_isEmptyAndFresh() {
        ModelCatalog catalog = catalog(Runnable::run);

        assertThat(catalog.models().models()).isEmpty();
        assertThat(catalog.models().isStale()).isFalse();
    }

    @Test
    void builder_withoutTime_refuses() {
        ModelCatalog.Builder builder =
                ModelCatalog.builder(HostRuntime.of(Runnable::run).withTicker(nanos::get));

        assertThatThrownBy(() -> builder.timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a timeout must be positive, not PT0S");
        assertThatThrownBy(() -> builder.retryDelay(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a retry delay must be positive, not PT-1S");
        assertThatThrownBy(() -> builder.timeout(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a timeout must be at most PT2562047H47M16.854775807S, not PT");
    }

    @Test
    @SuppressWarnings("NullAway") // A caller that breaks the contract is what the test is about.
    void builder_sourcesWithNull_addsNone() {
        ModelCatalog.Builder builder =
                ModelCatalog.builder(HostRuntime.of(Runnable::run).withTicker(nanos::get));
        List<ModelSource> broken = new ArrayList<>(List.of(providers));
        broken.add(null);
        providers.fail("a", new IllegalStateException("not to be asked"));

        assertThatThrownBy(() -> builder.sources(broken)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.source(null)).isInstanceOf(NullPointerException.class);

        assertThat(builder.build(config(providersNamed("a"))).models().isStale())
                .isFalse();
    }

    @Test
    @SuppressWarnings("NullAway") // A caller that breaks the contract is what the test is about.
    void find_null_asksNoProvider() {
        ModelCatalog catalog = catalog(Runnable::run, "a");

        assertThatThrownBy(() -> catalog.find((String) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> catalog.find((ModelRef) null)).isInstanceOf(NullPointerException.class);
        assertThat(providers.asked("a")).isZero();
    }
}
