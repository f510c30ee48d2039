// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.HostRuntime;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** A catalog over providers of the test, with time that is moved by hand. */
abstract class ModelCatalogFixture {

    static final String TWO_MODELS =
            "{ \"models\": { \"providers\": { \"a\": { \"models\": [ { \"id\": \"m\" }, { \"id\": \"n\" } ] } } } }";
    final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    final FakeProviders providers = new FakeProviders();
    final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    ModelCatalog catalog(Executor executor, String... names) {
        return ModelCatalog.builder(HostRuntime.of(executor).withTicker(nanos::get))
                .source(providers)
                .build(config(providersNamed(names)));
    }

    static String providersNamed(String... names) {
        StringBuilder json = new StringBuilder("{ \"models\": { \"providers\": {");
        for (String name : names) {
            json.append('"').append(name).append("\": {},");
        }
        return json.append("} } }").toString();
    }

    static ModelsConfig config(String json) {
        return ModelsConfig.read(ConfigDocument.parse("config.json", json)).orThrow();
    }

    static List<String> refs(ModelList models) {
        return models.models().stream().map(model -> model.ref().toString()).toList();
    }
}
