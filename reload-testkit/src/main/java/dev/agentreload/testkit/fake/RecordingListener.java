// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps the decisions it receives, and passes them on. <em>Safe for use by multiple threads.</em> */
public final class RecordingListener implements ReloadListener {

    private final ReloadListener delegate;
    private final BlockingQueue<HistoryEntry> entries = new LinkedBlockingQueue<>();

    /** Creates a listener that passes nothing on. */
    public RecordingListener() {
        this(entry -> {});
    }

    /** Creates a listener that passes each decision on to another one, after it has kept it. */
    public RecordingListener(ReloadListener delegate) {
        this.delegate = requireNonNull(delegate, "delegate");
    }

    @Override
    public void decided(HistoryEntry entry) {
        entries.add(entry);
        delegate.decided(entry);
    }

    /** Returns the decisions that were not taken yet, the first first. */
    public List<HistoryEntry> entries() {
        return ImmutableList.copyOf(entries);
    }

    /** Takes all decisions that were not taken yet, the first first. */
    public List<HistoryEntry> drainEntries() {
        List<HistoryEntry> taken = new ArrayList<>();
        entries.drainTo(taken);
        return ImmutableList.copyOf(taken);
    }

    /**
     * Takes the first decision that was not taken yet, and waits for it if there is none.
     *
     * @param timeout how long to wait, in real time
     * @throws AssertionError if none comes
     */
    public HistoryEntry awaitNext(Duration timeout) throws InterruptedException {
        @Nullable HistoryEntry entry = entries.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (entry == null) {
            throw new AssertionError("nothing was decided within " + timeout.toMillis() + " ms");
        }
        return entry;
    }

    /** Returns how many decisions were not taken yet. */
    @Override
    public String toString() {
        return "RecordingListener[" + entries.size() + " entries]";
    }
}
