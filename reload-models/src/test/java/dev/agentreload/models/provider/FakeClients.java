// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import dev.agentreload.models.ProviderDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes clients that a test can distinguish. Keeps a journal of it, and runs what a test scripts for a step. */
final class FakeClients implements ProviderFactory<FakeClients.FakeClient> {

    static final String SECRET = "sk-sentinel";

    private final List<String> journal = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Semaphore steps = new Semaphore(0);
    private final AtomicInteger number = new AtomicInteger();

    /** A client, compared by identity, whose text shows a secret. */
    static final class FakeClient {
        final String label;
        final AtomicInteger closes = new AtomicInteger();

        FakeClient(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return "client with key " + SECRET;
        }
    }

    /** What happens in place of a step, or before it. */
    interface Script {
        void run() throws Exception;
    }

    /** Lets this happen before each {@code create p}, {@code probe p} or {@code close p} that begins from now on. */
    void script(String step, Script script) {
        scripts.put(step, script);
    }

    void fail(String step, Throwable failure) {
        script(step, () -> {
            if (failure instanceof Exception exception) {
                throw exception;
            }
            throw (Error) failure;
        });
    }

    void reset(String step) {
        scripts.remove(step);
    }

    /** Waits until a step was begun, each once. */
    void awaitStep() throws InterruptedException {
        if (!steps.tryAcquire(10, TimeUnit.SECONDS)) {
            throw new AssertionError("no step was begun");
        }
    }

    /** Returns and forgets what happened so far. */
    List<String> takeJournal() {
        synchronized (journal) {
            List<String> taken = List.copyOf(journal);
            journal.clear();
            return taken;
        }
    }

    @Override
    public FakeClient create(ProviderDefinition definition) throws Exception {
        FakeClient made = new FakeClient(definition.id() + "#" + number.incrementAndGet());
        step("create", made);
        return made;
    }

    @Override
    public void probe(ProviderDefinition definition, FakeClient provider) throws Exception {
        step("probe", provider);
    }

    @Override
    public void close(FakeClient provider) throws Exception {
        provider.closes.incrementAndGet();
        step("close", provider);
    }

    private void step(String name, FakeClient client) throws Exception {
        journal.add(name + " " + client.label);
        // Before the step is announced: the test may script the next one as soon as it knows of this one.
        @Nullable Script script = scripts.get(name + " " + client.label.replaceFirst("#.*", ""));
        steps.release();
        if (script != null) {
            script.run();
        }
    }
}
