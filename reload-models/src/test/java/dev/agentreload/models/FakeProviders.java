// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Providers that answer what a test sets, when it allows them to. */
final class FakeProviders implements ModelSource {

    private final Map<String, Callable<List<String>>> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> questions = new ConcurrentHashMap<>();

    void offer(String provider, String... models) {
        answer(provider, () -> List.of(models));
    }

    void answer(String provider, Callable<List<String>> answer) {
        answers.put(provider, answer);
    }

    void fail(String provider, Throwable failure) {
        answer(provider, () -> {
            if (failure instanceof Exception exception) {
                throw exception;
            }
            throw (Error) failure;
        });
    }

    /** Lets the next question wait until the returned latch opens. */
    CountDownLatch hold(String provider, String... models) {
        CountDownLatch gate = new CountDownLatch(1);
        answer(provider, () -> {
            gate.await();
            return List.of(models);
        });
        return gate;
    }

    void awaitQuestion(String provider) throws InterruptedException {
        if (!questions(provider).tryAcquire(10, TimeUnit.SECONDS)) {
            throw new AssertionError("no caller asked " + provider);
        }
    }

    int asked(String provider) {
        return asked.computeIfAbsent(provider, name -> new AtomicInteger()).get();
    }

    @Override
    public Optional<List<Model>> discover(DiscoveryRequest request) throws Exception {
        String provider = request.provider();
        Callable<List<String>> answer = answers.get(provider);
        asked.computeIfAbsent(provider, name -> new AtomicInteger()).incrementAndGet();
        questions(provider).release();
        if (answer == null) {
            return Optional.empty();
        }
        return Optional.of(answer.call().stream()
                .map(model -> Model.of(request.ref(model)))
                .toList());
    }

    private Semaphore questions(String provider) {
        return questions.computeIfAbsent(provider, name -> new Semaphore(0));
    }
}
