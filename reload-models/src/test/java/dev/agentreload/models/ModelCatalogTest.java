// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelCatalogTest {

    private static final String TWO_MODELS =
            "{ \"models\": { \"providers\": { \"a\": { \"models\": [ { \"id\": \"m\" }, { \"id\": \"n\" } ] } } } }";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final FakeProviders providers = new FakeProviders();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

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
    void invalidate_makesTheNextCallAskAgain() {
        ModelCatalog catalog = catalog(Runnable::run, "a");
        providers.offer("a", "m", "n");
        catalog.models();

        providers.offer("a", "n");
        assertThat(refs(catalog.models())).containsExactly("a/m", "a/n");
        catalog.invalidate();
        catalog.invalidate();

        ModelList shorter = catalog.models();
        assertThat(refs(shorter)).containsExactly("a/n");
        assertThat(shorter.isStale()).isFalse();
        assertThat(providers.asked("a")).isEqualTo(2);
    }

    @Test
    void failedLoad_keepsTheEarlierListAndSaysWhy() {
        ModelCatalog catalog = catalog(Runnable::run, "a", "b");
        providers.offer("a", "m");
        providers.offer("b", "n");
        catalog.models();
        catalog.invalidate();

        providers.fail("a", new IllegalStateException("out of order"));
        providers.offer("b", "n2");

        assertThat(refs(catalog.models())).containsExactly("a/m", "b/n2");
        assertThat(catalog.models().staleProviders()).isEqualTo(Map.of("a", "out of order"));
    }

    @Test
    void emptyList_isNotBelieved() {
        ModelCatalog catalog = catalog(Runnable::run, "a");
        providers.offer("a", "m");
        catalog.models();
        catalog.invalidate();

        providers.offer("a");

        assertThat(refs(catalog.models())).containsExactly("a/m");
        assertThat(catalog.models().staleProviders()).isEqualTo(Map.of("a", "the provider listed no model"));
    }

    @Test
    void failedProvider_isAskedAgainAfterTheRetryDelayAlone() {
        ModelCatalog catalog = catalog(Runnable::run, "a", "b");
        providers.fail("a", new IllegalStateException("down"));
        providers.offer("b", "n");
        assertThat(refs(catalog.models())).containsExactly("b/n");
        providers.offer("a", "m");

        nanos.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
        assertThat(refs(catalog.models())).containsExactly("b/n");
        assertThat(providers.asked("a")).isEqualTo(1);
        nanos.addAndGet(1);

        assertThat(refs(catalog.models())).containsExactly("b/n");
        assertThat(refs(catalog.models())).containsExactly("a/m", "b/n");
        assertThat(catalog.models().isStale()).isFalse();
        assertThat(providers.asked("a")).isEqualTo(2);
        assertThat(providers.asked("b")).isEqualTo(1);
    }

    @Test
    void providerThatAskedForAPause_isAskedAgainAfterItAlone() {
        ModelCatalog catalog = catalog(Runnable::run, "a", "b");
        providers.fail("a", new DiscoveryException("slow down", Duration.ofMinutes(2)));
        providers.fail("b", new IllegalStateException("down"));
        catalog.models();
        providers.offer("a", "m");

        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        catalog.models();
        assertThat(providers.asked("a")).isEqualTo(1);
        assertThat(providers.asked("b")).isEqualTo(2);
        assertThat(catalog.models().staleProviders()).isEqualTo(Map.of("a", "slow down", "b", "down"));

        nanos.addAndGet(Duration.ofSeconds(115).toNanos());
        catalog.models();
        assertThat(providers.asked("a")).isEqualTo(2);
        assertThat(catalog.models().staleProviders()).isEqualTo(Map.of("b", "down"));
    }

    @Test
    void pauseThatAProviderAskedFor_endsWithAnInvalidation() {
        ModelCatalog catalog = catalog(Runnable::run, "a");
        providers.fail("a", new DiscoveryException("slow down", Duration.ofMinutes(2)));
        catalog.models();
        providers.offer("a", "m");

        catalog.invalidate();

        assertThat(refs(catalog.models())).containsExactly("a/m");
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
    void hangingProvider_whenItsRetryIsDue_delaysNobodyWhoHasAList() throws Exception {
        Queue<Runnable> tasks = new ArrayDeque<>();
        AtomicReference<Executor> executor = new AtomicReference<>(Runnable::run);
        ModelCatalog catalog =
                catalog(task -> Objects.requireNonNull(executor.get()).execute(task), "a", "b");
        providers.fail("a", new IllegalStateException("down"));
        providers.offer("b", "n");
        ModelList known = catalog.models();
        executor.set(tasks::add);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(catalog.models()).isSameAs(known);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        assertThat(catalog.models()).isSameAs(known);
        assertThat(tasks).as("questions of one retry").hasSize(1);

        nanos.addAndGet(1);
        assertThat(catalog.models()).isSameAs(known);
        assertThat(catalog.models().staleProviders()).isEqualTo(Map.of("a", "no answer within PT10S"));
        executor.set(Runnable::run);
        providers.offer("a", "m");
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        catalog.models();
        assertThat(refs(catalog.models())).containsExactly("a/m", "b/n");
        assertThat(catalog.models().isStale()).isFalse();
    }

    @Test
    void retryUnderWay_whenInvalidated_isForgotten() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        AtomicReference<Executor> executor = new AtomicReference<>(Runnable::run);
        ModelCatalog catalog =
                catalog(task -> Objects.requireNonNull(executor.get()).execute(task), "a");
        providers.fail("a", new IllegalStateException("down"));
        catalog.models();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        executor.set(tasks::add);
        catalog.models();

        catalog.invalidate();
        executor.set(Runnable::run);
        providers.offer("a", "new");
        assertThat(refs(catalog.models())).containsExactly("a/new");
        providers.offer("a", "old");
        tasks.remove().run();

        assertThat(refs(catalog.models())).containsExactly("a/new");
    }

    @Test
    void invalidate_afterAFailure_asksAtOnce() {
        ModelCatalog catalog = catalog(Runnable::run, "a");
        providers.fail("a", new IllegalStateException("wrong key"));
        catalog.models();
        providers.offer("a", "m");
        catalog.invalidate();

        assertThat(refs(catalog.models())).containsExactly("a/m");
    }

    @Test
    void reload_filtersTheEarlierListToProvidersThatExist() {
        ModelCatalog catalog = catalog(Runnable::run, "a", "b");
        providers.offer("a", "m");
        providers.offer("b", "n");
        catalog.models();
        providers.fail("a", new IllegalStateException("down"));
        providers.fail("b", new IllegalStateException("down"));

        catalog.reload(config(providersNamed("b", "c")));

        assertThat(refs(catalog.models())).containsExactly("b/n");
        assertThat(catalog.config().providers().stream().map(ProviderDefinition::id))
                .containsExactly("b", "c");
    }

    @Test
    void staleModels_haveTheAliasesOfTheNewConfiguration() {
        ModelCatalog catalog = ModelCatalog.builder(
                        HostRuntime.of(Runnable::run).withTicker(nanos::get))
                .source(providers)
                .build(config("""
                        { "models": { "providers": { "a": { "models": [
                            { "id": "m", "alias": "x" }, { "id": "n", "alias": "y" }, { "id": "gone" } ] } } } }
                        """));
        providers.offer("a", "n", "m");
        catalog.models();
        providers.fail("a", new IllegalStateException("down"));

        catalog.reload(config("""
                { "models": { "providers": { "a": { "models": [ { "id": "m", "alias": "y" } ] } } } }
                """));

        assertThat(catalog.models().models())
                .containsExactly(
                        Model.of(ModelRef.parse("a/m")).withAliases(List.of("y")), Model.of(ModelRef.parse("a/n")));
        assertThat(catalog.find("y").orElseThrow().ref()).hasToString("a/m");
    }

    @Test
    void callers_whileALoadRuns_shareIt() throws Exception {
        ModelCatalog catalog = catalog(threads, "a");
        CountDownLatch gate = providers.hold("a", "m");
        CompletableFuture<ModelList> first = CompletableFuture.supplyAsync(catalog::models, threads);
        providers.awaitQuestion("a");
        CompletableFuture<ModelList> second = CompletableFuture.supplyAsync(catalog::models, threads);
        gate.countDown();

        assertThat(refs(first.get(10, TimeUnit.SECONDS))).containsExactly("a/m");
        assertThat(refs(second.get(10, TimeUnit.SECONDS))).containsExactly("a/m");
        assertThat(providers.asked("a")).isEqualTo(1);
    }

    @Test
    void loadInFlight_whenInvalidated_finishesForItsCallersAndIsForgotten() throws Exception {
        ModelCatalog catalog = catalog(threads, "a");
        CountDownLatch gate = providers.hold("a", "old");
        CompletableFuture<ModelList> early = CompletableFuture.supplyAsync(catalog::models, threads);
        providers.awaitQuestion("a");

        catalog.invalidate();
        providers.offer("a", "new");
        assertThat(refs(catalog.models())).containsExactly("a/new");
        gate.countDown();

        assertThat(refs(early.get(10, TimeUnit.SECONDS))).containsExactly("a/old");
        assertThat(refs(catalog.models())).containsExactly("a/new");
    }

    @Test
    void loads_thatFinishOutOfOrder_leaveTheNewestList() throws Exception {
        ModelCatalog catalog = catalog(threads, "a");
        List<CountDownLatch> gates = new ArrayList<>();
        List<CompletableFuture<ModelList>> calls = new ArrayList<>();
        for (String model : List.of("one", "two", "three")) {
            gates.add(providers.hold("a", model));
            calls.add(CompletableFuture.supplyAsync(catalog::models, threads));
            providers.awaitQuestion("a");
            if (!model.equals("three")) {
                catalog.invalidate();
            }
        }

        for (int i : List.of(2, 0, 1)) {
            gates.get(i).countDown();
            calls.get(i).get(10, TimeUnit.SECONDS);
        }

        assertThat(refs(catalog.models())).containsExactly("a/three");
    }

    @Test
    void hangingProvider_isGivenUpAfterTheTimeout() {
        ModelCatalog catalog = ModelCatalog.builder(HostRuntime.of(threads).withTicker(nanos::get))
                .source(providers)
                .timeout(Duration.ofMillis(20))
                .build(config(providersNamed("a", "b")));
        CountDownLatch gate = providers.hold("a", "late");
        providers.offer("b", "n");

        ModelList models = catalog.models();
        gate.countDown();

        assertThat(models.staleProviders()).containsEntry("a", "no answer within PT0.02S");
        assertThat(refs(catalog.models())).doesNotContain("a/late");
    }

    @Test
    void refusingExecutor_isAReasonToBeStaleAndHidesNoConfiguredModel() {
        ModelCatalog catalog = ModelCatalog.builder(HostRuntime.of(task -> {
                            throw new RejectedExecutionException("shut down");
                        })
                        .withTicker(nanos::get))
                .source(providers)
                .build(config(TWO_MODELS));

        assertThat(catalog.models().staleProviders()).isEqualTo(Map.of("a", "shut down"));
        assertThat(refs(catalog.models())).containsExactly("a/m", "a/n");
    }

    @Test
    void fullExecutor_hidesNoConfiguredModel() {
        ModelCatalog catalog = ModelCatalog.builder(HostRuntime.of(task -> {}).withTicker(nanos::get))
                .source(providers)
                .timeout(Duration.ofMillis(20))
                .build(config(TWO_MODELS));

        assertThat(refs(catalog.models())).containsExactly("a/m", "a/n");
        assertThat(catalog.models().staleProviders()).isEqualTo(Map.of("a", "no answer within PT0.02S"));
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
    void messageOfASource_showsNoSecretOfTheDefinition() {
        ModelCatalog catalog = ModelCatalog.builder(
                        HostRuntime.of(Runnable::run).withTicker(nanos::get))
                .source(providers)
                .build(config("""
                        { "models": { "providers": { "a": {
                            "baseUrl": "https://user:pw@host", "apiKey": "sentinel-key",
                            "apiKeys": [ "sentinel-key-2" ],
                            "headers": { "X-Tenant": "sentinel-tenant", "Authorization": "Bearer sentinel-bearer" },
                            "extraBody": { "nested": [ { "token": "sentinel-token" } ] } } } } }
                        """));
        providers.fail(
                "a",
                new IllegalStateException("401 for sentinel-key-2, sentinel-key, sentinel-tenant, sentinel-bearer and"
                        + " sentinel-token at https://user:pw@host"));

        assertThat(catalog.models().staleProviders())
                .isEqualTo(Map.of("a", "401 for ***, ***, ***, *** and *** at https://***@host"));
    }

    @Test
    void sourceThatThrowsAnError_isAReasonToBeStale() {
        ModelCatalog catalog = catalog(Runnable::run, "a", "b", "c");
        providers.fail("a", new AssertionError("broken"));
        providers.fail("b", new StackOverflowError());
        providers.fail("c", new NoClassDefFoundError("lib/Missing"));

        assertThat(catalog.models().staleProviders())
                .isEqualTo(Map.of("a", "broken", "b", "StackOverflowError", "c", "lib/Missing"));
    }

    @Test
    void sourceThatRunsOutOfMemory_doesNotHideTheOthersAndIsThrown() {
        ModelCatalog catalog = catalog(Runnable::run, "a", "b");
        OutOfMemoryError error = new OutOfMemoryError("planned");
        providers.fail("a", error);
        providers.offer("b", "n");

        assertThatThrownBy(catalog::models).isSameAs(error);
        assertThat(refs(catalog.models())).containsExactly("b/n");
        assertThat(catalog.models().staleProviders()).isEqualTo(Map.of("a", "planned"));
    }

    @Test
    void interruptedCaller_getsWhatIsKnownAndKeepsItsFlag() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        ModelCatalog catalog = catalog(tasks::add, "a");
        Thread.currentThread().interrupt();

        ModelList models = catalog.models();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(models.staleProviders()).isEqualTo(Map.of("a", "not asked since the catalog was invalidated"));
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
    void find_null_asksNobody() {
        ModelCatalog catalog = catalog(Runnable::run, "a");

        assertThatThrownBy(() -> catalog.find((String) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> catalog.find((ModelRef) null)).isInstanceOf(NullPointerException.class);
        assertThat(providers.asked("a")).isZero();
    }

    @Test
    void callers_whileAnotherThreadInvalidates_neverGetWhatWasForgotten() throws Exception {
        ModelCatalog catalog = catalog(threads, "a");
        AtomicLong version = new AtomicLong();
        AtomicLong forgotten = new AtomicLong(-1);
        providers.answer("a", () -> List.of("v" + version.get()));
        List<String> broken = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<?> reader = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < 2_000; i++) {
                        long gone = forgotten.get();
                        String model = refs(catalog.models()).get(0);
                        if (Long.parseLong(model.substring("a/v".length())) <= gone) {
                            broken.add(model + " although v" + gone + " was forgotten");
                        }
                    }
                },
                threads);
        while (!reader.isDone()) {
            long last = version.getAndIncrement();
            catalog.invalidate();
            forgotten.set(last);
        }
        reader.get(30, TimeUnit.SECONDS);

        assertThat(broken).isEmpty();
    }

    private ModelCatalog catalog(Executor executor, String... names) {
        return ModelCatalog.builder(HostRuntime.of(executor).withTicker(nanos::get))
                .source(providers)
                .build(config(providersNamed(names)));
    }

    private static String providersNamed(String... names) {
        StringBuilder json = new StringBuilder("{ \"models\": { \"providers\": {");
        for (String name : names) {
            json.append('"').append(name).append("\": {},");
        }
        return json.append("} } }").toString();
    }

    private static ModelsConfig config(String json) {
        return ModelsConfig.read(ConfigDocument.parse("config.json", json)).orThrow();
    }

    private static List<String> refs(ModelList models) {
        return models.models().stream().map(model -> model.ref().toString()).toList();
    }
}
