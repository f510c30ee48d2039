// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Records what it receives, and returns the scripted answers; without one, every change is handled. */
final class RecordingHandler implements ChangeHandler {

    private final List<SourceChange> changes = new ArrayList<>();
    private final Deque<Supplier<CompletionStage<WatchOutcome>>> answers = new ArrayDeque<>();
    private Runnable whenCalled = () -> {};

    void answer(WatchOutcome outcome) {
        answers.add(() -> CompletableFuture.completedFuture(outcome));
    }

    void answer(CompletionStage<WatchOutcome> outcome) {
        answers.add(() -> outcome);
    }

    void answerWithNothing() {
        answers.add(RecordingHandler::nothing);
    }

    void fail(RuntimeException failure) {
        answers.add(() -> {
            throw failure;
        });
    }

    void fail(Error failure) {
        answers.add(() -> {
            throw failure;
        });
    }

    void whenCalled(Runnable action) {
        whenCalled = action;
    }

    List<SourceChange> changes() {
        return changes;
    }

    /** Returns what was handed over, as hashes, and forgets it. */
    List<SourceHash> take() {
        List<SourceHash> hashes =
                changes.stream().map(change -> change.snapshot().hash()).toList();
        changes.clear();
        return hashes;
    }

    @Override
    public CompletionStage<WatchOutcome> changed(SourceChange change) {
        changes.add(change);
        whenCalled.run();
        return answers.isEmpty()
                ? CompletableFuture.completedFuture(WatchOutcome.HANDLED)
                : answers.remove().get();
    }

    @SuppressWarnings("NullAway") // what a handler outside null-marked code may do
    private static CompletionStage<WatchOutcome> nothing() {
        return null;
    }
}
