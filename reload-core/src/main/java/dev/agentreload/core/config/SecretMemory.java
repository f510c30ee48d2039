package dev.agentreload.core.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the secrets of all documents that were added, so that components which were built from an older document, and fail
 * late, are masked with the secrets that they know.
 *
 * <p>It holds the two documents that were added last, and of all earlier ones only the secrets that are no longer in use, at most
 * 10,000; beyond that it forgets the oldest. Adding a document takes time in proportion to what changed. <em>Safe for use by
 * multiple threads.</em>
 */
public final class SecretMemory {

    private static final int MOST_RECENT = 2;
    private static final int MOST_EARLIER = 10_000;

    private final Deque<ConfigDocument> recent = new ArrayDeque<>();
    private final Set<String> earlier = new LinkedHashSet<>();
    private @Nullable TextMask mask;

    /** Adds a document from which components may be built from now on. */
    public synchronized void add(ConfigDocument document) {
        if (document == recent.peekLast()) {
            return;
        }
        recent.add(document);
        if (recent.size() > MOST_RECENT) {
            remember(SecretTexts.vanished(recent.remove(), recent.element()));
        }
        mask = null;
    }

    private void remember(Set<String> vanished) {
        earlier.removeAll(vanished);
        earlier.addAll(vanished);
        Iterator<String> oldest = earlier.iterator();
        while (earlier.size() > MOST_EARLIER) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Returns a mask for the secrets of all documents that were added so far. */
    public synchronized TextMask mask() {
        TextMask known = mask;
        if (known == null) {
            known = TextMask.of(recent, earlier);
            mask = known;
        }
        return known;
    }
}
