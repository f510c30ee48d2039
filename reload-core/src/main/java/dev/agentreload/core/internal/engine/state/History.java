package dev.agentreload.core.internal.engine.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import dev.agentreload.core.apply.HistoryEntry;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The newest decisions. Those that brought a revision into force are kept apart from the others, so that a file that is broken
 * for a week does not push out what one could go back to. Guarded by its owner's lock.
 */
public final class History {

    /** A revision to which one can go back. */
    public record Revision(long number, HistoryEntry entry) {}

    private final int size;
    private final Deque<Revision> revisions = new ArrayDeque<>();
    private final Deque<HistoryEntry> others = new ArrayDeque<>();

    History(int size) {
        this.size = size;
    }

    void add(HistoryEntry entry, long revision) {
        if (entry.isApplied()) {
            addBounded(revisions, new Revision(revision, entry));
        } else {
            addBounded(others, entry);
        }
    }

    private <T> void addBounded(Deque<T> queue, T item) {
        if (queue.size() == size) {
            queue.removeFirst();
        }
        queue.addLast(item);
    }

    /** Returns all entries in the order of their numbers. */
    List<HistoryEntry> entries() {
        return Streams.concat(revisions.stream().map(Revision::entry), others.stream())
                .sorted(Comparator.comparingLong(HistoryEntry::sequence))
                .collect(ImmutableList.toImmutableList());
    }

    Optional<Revision> find(long revision) {
        return revisions.stream().filter(kept -> kept.number() == revision).findFirst();
    }

    List<Long> numbers() {
        return revisions.stream().map(Revision::number).collect(ImmutableList.toImmutableList());
    }
}
