// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.config.ConfigDocument;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The newest decisions. Those that brought a revision into force are kept apart from the others, so that a file that is broken
 * for a week does not push out what one could go back to. Guarded by its owner's lock.
 */
public final class History {

    private record Revision(long number, KeptEntry entry) {}

    private final int size;
    private final KeptDocuments documents = new KeptDocuments();
    private final Deque<Revision> revisions = new ArrayDeque<>();
    private final Deque<KeptEntry> others = new ArrayDeque<>();

    /** What was handed out last, as long as a caller holds it. */
    private WeakReference<ImmutableList<HistoryEntry>> handedOut = new WeakReference<>(null);

    History(int size) {
        this.size = size;
    }

    void add(HistoryEntry entry, long revision) {
        handedOut.clear();
        KeptEntry kept = KeptEntry.of(entry, documents);
        kept.forEachPlace(KeptDocuments.Place::use);
        Optional<KeptEntry> forgotten = entry.isApplied()
                ? addBounded(revisions, new Revision(revision, kept)).map(Revision::entry)
                : addBounded(others, kept);
        forgotten.ifPresent(old -> old.forEachPlace(KeptDocuments.Place::release));
        documents.removeUnused();
    }

    /** Returns what was removed for the item. */
    private <T> Optional<T> addBounded(Deque<T> queue, T item) {
        Optional<T> oldest = queue.size() == size ? Optional.of(queue.removeFirst()) : Optional.empty();
        queue.addLast(item);
        return oldest;
    }

    private Stream<KeptEntry> kept() {
        return Streams.concat(revisions.stream().map(Revision::entry), others.stream());
    }

    /** Returns all entries in the order of their numbers. */
    List<HistoryEntry> entries() {
        ImmutableList<HistoryEntry> entries = handedOut.get();
        if (entries == null) {
            Map<KeptDocuments.Place, ConfigDocument> all = documents.documents();
            entries = kept().map(kept -> kept.whole(all))
                    .sorted(Comparator.comparingLong(HistoryEntry::sequence))
                    .collect(ImmutableList.toImmutableList());
            handedOut = new WeakReference<>(entries);
        }
        return entries;
    }

    /** Returns the document that came into force as this revision. */
    Optional<ConfigDocument> document(long revision) {
        return revisions.stream()
                .filter(kept -> kept.number() == revision)
                .findFirst()
                .map(kept -> documents.documents().get(kept.entry().effective()));
    }

    List<Long> numbers() {
        return revisions.stream().map(Revision::number).collect(ImmutableList.toImmutableList());
    }
}
