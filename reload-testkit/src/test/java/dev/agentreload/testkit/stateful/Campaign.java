// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.testkit.stateful.Violations.Rule;
import dev.agentreload.testkit.stateful.Violations.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/** Runs sequences, several at once, and finds a shorter one that fails alike. */
final class Campaign {

    private static final int THREADS = 3;
    private static final long WATCHDOG_SECONDS = 60;
    private static final int REPEATS = 3;
    private static final int MOST_RUNS = 300;

    private final LongFunction<Sequence> sequences;
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();

    Campaign(LongFunction<Sequence> sequences) {
        this.sequences = sequences;
    }

    /** A sequence that broke a promise. */
    record Failure(Sequence sequence, List<Violation> violations) {

        Rule rule() {
            return violations.get(0).rule();
        }

        @Override
        public String toString() {
            return "seed " + sequence.setup().seed() + ": " + violations;
        }
    }

    /** Runs one sequence of each seed, in order, for as long as the predicate wants one more. */
    List<Failure> run(long firstSeed, LongPredicate more) throws InterruptedException, ExecutionException {
        AtomicLong next = new AtomicLong(firstSeed);
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        ExecutorService runners = Executors.newCachedThreadPool();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(workers.submit(() -> {
                    for (long seed = next.getAndIncrement(); more.test(seed); seed = next.getAndIncrement()) {
                        run(sequences.apply(seed), runners).ifPresent(failures::add);
                    }
                }));
            }
            for (Future<?> worker : all) {
                worker.get();
            }
        } finally {
            workers.shutdownNow();
            runners.shutdownNow();
        }
        return List.copyOf(failures);
    }

    boolean hasFailed() {
        return !failures.isEmpty();
    }

    /** A run that does not end is a failure too. */
    private static Optional<Failure> run(Sequence sequence, ExecutorService runners) {
        Thread[] runner = new Thread[1];
        Future<List<Violation>> run = runners.submit(() -> {
            runner[0] = Thread.currentThread();
            return SequenceRun.of(sequence);
        });
        try {
            List<Violation> violations = run.get(WATCHDOG_SECONDS, TimeUnit.SECONDS);
            return violations.isEmpty() ? Optional.empty() : Optional.of(new Failure(sequence, violations));
        } catch (TimeoutException e) {
            String where = List.of(runner[0].getStackTrace()).toString();
            return Optional.of(new Failure(sequence, List.of(new Violation(Rule.HUNG, where))));
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + sequence.setup().seed(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Leaves out steps, ever fewer at once, for as long as the rest breaks the same promise in one of a few runs. */
    static Failure shrink(Failure failure) {
        ExecutorService runners = Executors.newCachedThreadPool();
        try {
            Failure best = failure;
            int runs = 0;
            for (int size = best.sequence.steps().size() / 2; size > 0; size /= 2) {
                for (int at = 0; at < best.sequence.steps().size() && runs < MOST_RUNS; runs++) {
                    Optional<Failure> shorter = alike(best.sequence.without(at, at + size), best.rule(), runners);
                    best = shorter.orElse(best);
                    at += shorter.isPresent() ? 0 : size;
                }
            }
            return best;
        } finally {
            runners.shutdownNow();
        }
    }

    private static Optional<Failure> alike(Sequence sequence, Rule rule, ExecutorService runners) {
        for (int i = 0; i < REPEATS; i++) {
            Optional<Failure> failure = run(sequence, runners).filter(found -> found.rule() == rule);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }
}
