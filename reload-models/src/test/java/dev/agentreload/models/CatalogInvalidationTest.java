// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What calls get after an invalidation, and while loads run. */
class CatalogInvalidationTest extends ModelCatalogFixture {

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
}
