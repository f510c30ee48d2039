// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.runtime.CallbackFailures;
import dev.agentreload.models.CatalogState.Answer;
import dev.agentreload.models.CatalogState.Failure;
import dev.agentreload.models.CatalogState.Question;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One load of a catalog: asks every source for every provider whose answer is not fresh and whose retry is due, and settles once, when all have
 * answered or when a caller finds that its time is up. What arrives later is dropped.
 */
final class CatalogLoad {

    private final CatalogState start;
    private final List<ModelSource> sources;
    private final CatalogClock clock;
    private final long deadline;
    private final ImmutableList<Question> questions;
    private final Map<Question, Answer> answers = new ConcurrentHashMap<>();
    private final Map<Question, Failure> failures = new ConcurrentHashMap<>();
    private final Set<Question> closed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final CompletableFuture<ModelList> result = new CompletableFuture<>();
    private final Function<CatalogLoad, ModelList> settlement;

    /**
     * Creates a load that starts from this state.
     *
     * @param settlement publishes the answers and returns the list for those who wait; called once
     */
    CatalogLoad(
            CatalogState start,
            List<ModelSource> sources,
            CatalogClock clock,
            Function<CatalogLoad, ModelList> settlement) {
        this.start = start;
        this.sources = sources;
        this.clock = clock;
        this.deadline = clock.deadline();
        this.settlement = settlement;
        this.questions = questions(start, sources.size(), clock);
        this.open = new AtomicInteger(questions.size());
    }

    private static ImmutableList<Question> questions(CatalogState state, int sources, CatalogClock clock) {
        ImmutableList.Builder<Question> questions = ImmutableList.builder();
        for (String provider : state.config().providersByName().keySet()) {
            for (int source = 0; source < sources; source++) {
                Question question = new Question(source, provider);
                if (state.isDue(question, clock)) {
                    questions.add(question);
                }
            }
        }
        return questions.build();
    }

    CatalogState start() {
        return start;
    }

    ImmutableMap<Question, Answer> answers() {
        return ImmutableMap.copyOf(answers);
    }

    /** Returns why there is no answer; questions that are still open count as unanswered, and those not asked fail as before. */
    Map<Question, Failure> failures(ImmutableMap<Question, Answer> good) {
        Map<Question, Failure> failed = new LinkedHashMap<>(start.failures());
        for (Question question : questions) {
            failed.remove(question);
            if (!good.containsKey(question)) {
                Failure failure = failures.get(question);
                failed.put(question, failure == null ? failure("no answer within " + clock.timeout()) : failure);
            }
        }
        return failed;
    }

    private Failure failure(String message) {
        return new Failure(message, clock.retryAt(Duration.ZERO));
    }

    /** Asks all questions, also when asking one of them ends in what a virtual machine cannot survive. */
    void run(Executor executor) {
        if (questions.isEmpty()) {
            settle();
        }
        CallbackFailures.forEach(questions, question -> submit(executor, question));
    }

    private void submit(Executor executor, Question question) {
        try {
            executor.execute(() -> ask(question));
        } catch (Throwable e) {
            fail(question, e);
            CallbackFailures.rethrowIfFatal(e);
        }
    }

    /** Waits for the result; when the time is up, settles with what there is. */
    ModelList await() throws InterruptedException {
        try {
            return result.get(Math.max(0, deadline - clock.now()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            settle();
            return result.join();
        } catch (ExecutionException e) {
            throw new AssertionError("a load settles with a list", e);
        }
    }

    private void ask(Question question) {
        try {
            Optional<List<Model>> models = sources.get(question.source()).discover(request(question));
            answered(question, models);
        } catch (Throwable e) {
            fail(question, e);
            CallbackFailures.rethrowIfFatal(e);
        }
    }

    private DiscoveryRequest request(Question question) {
        String provider = question.provider();
        return new DiscoveryRequest(
                provider, definition(question), start.config().models(provider), clock.timeout());
    }

    private void answered(Question question, Optional<List<Model>> models) {
        if (models.isPresent() && models.get().isEmpty()) {
            throw new IllegalStateException("the provider listed no model");
        }
        answers.put(question, new Answer(ImmutableList.copyOf(models.orElse(ImmutableList.of())), start.epoch()));
        close(question);
    }

    private void fail(Question question, Throwable failure) {
        String message = messageOf(failure);
        String shown = message == null
                ? failure.getClass().getSimpleName()
                : DefinitionMask.of(definition(question)).mask(message);
        failures.put(question, new Failure(shown, clock.retryAt(pauseOf(failure))));
        close(question);
    }

    private static Duration pauseOf(Throwable failure) {
        return failure instanceof DiscoveryException discovery
                ? discovery.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    private static @Nullable String messageOf(Throwable failure) {
        try {
            return failure.getMessage();
        } catch (RuntimeException | StackOverflowError thrown) {
            return "its message threw " + thrown.getClass().getSimpleName();
        }
    }

    private ProviderDefinition definition(Question question) {
        return requireNonNull(start.config().providersByName().get(question.provider()));
    }

    /** An executor may run what it was given and throw besides, so a question is counted once. */
    private void close(Question question) {
        if (closed.add(question) && open.decrementAndGet() == 0) {
            settle();
        }
    }

    /** Ends the load if its time is up; no caller waits for that when a list is known. */
    void settleIfOverdue() {
        if (clock.hasPassed(deadline)) {
            settle();
        }
    }

    private void settle() {
        if (settled.compareAndSet(false, true)) {
            result.complete(settlement.apply(this));
        }
    }
}
