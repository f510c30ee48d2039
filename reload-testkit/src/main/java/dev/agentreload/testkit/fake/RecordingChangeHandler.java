// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.source.ChangeHandler;
import dev.agentreload.core.source.SourceChange;
import dev.agentreload.core.source.WatchOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the changes that a watcher hands it, and passes them on. <em>Safe for use by multiple threads.</em> */
public final class RecordingChangeHandler implements ChangeHandler {

    private final ChangeHandler delegate;
    private final List<SourceChange> changes = new CopyOnWriteArrayList<>();

    /** Creates a handler for which every change is {@linkplain WatchOutcome#HANDLED decided} at once. */
    public RecordingChangeHandler() {
        this(change -> CompletableFuture.completedFuture(WatchOutcome.HANDLED));
    }

    /** Creates a handler that has another one answer, after it has kept the change. */
    public RecordingChangeHandler(ChangeHandler delegate) {
        this.delegate = requireNonNull(delegate, "delegate");
    }

    @Override
    public CompletionStage<WatchOutcome> changed(SourceChange change) {
        changes.add(change);
        return delegate.changed(change);
    }

    /** Returns the changes, the first first. */
    public List<SourceChange> changes() {
        return ImmutableList.copyOf(changes);
    }

    /** Returns how many changes there were. */
    @Override
    public String toString() {
        return "RecordingChangeHandler[" + changes.size() + " changes]";
    }
}
