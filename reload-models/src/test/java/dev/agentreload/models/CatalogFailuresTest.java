// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Providers and executors that fail, hang or ask for a pause. */
class CatalogFailuresTest extends ModelCatalogFixture {

    @Test
    void failedLoad_keepsTheEarlierListAndReportsTheReason() {
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
    void hangingProvider_whenItsRetryIsDue_delaysNoCallerThatHasAList() throws Exception {
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
}
