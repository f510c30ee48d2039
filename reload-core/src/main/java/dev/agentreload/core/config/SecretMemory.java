// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.internal.secret.SecretTexts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The secrets of all documents that were added, so that components which were built from an older document, and fail late, are
 * masked with the secrets that they know.
 *
 * <p>It holds the two documents that were added last, and of all earlier ones only the secrets that later ones no longer have,
 * at most 10,000; beyond that it forgets the oldest. <em>Immutable.</em>
 */
public final class SecretMemory {

    private static final int MOST_RECENT = 2;
    private static final int MOST_EARLIER = 10_000;
    private static final SecretMemory EMPTY = new SecretMemory(ImmutableList.of(), ImmutableSet.of());

    private final ImmutableList<ConfigDocument> recent;
    private final ImmutableSet<String> earlier;
    private final TextMask mask;

    private SecretMemory(ImmutableList<ConfigDocument> recent, ImmutableSet<String> earlier) {
        this.recent = recent;
        this.earlier = earlier;
        this.mask = TextMask.of(recent, earlier);
    }

    /** Returns the memory of no document. */
    public static SecretMemory empty() {
        return EMPTY;
    }

    /**
     * Returns this memory with a document from which components may be built from now on. Takes time in proportion to what
     * changed between the documents before.
     */
    @SuppressWarnings("ReferenceEquality") // two equal documents differ in nothing that is secret; this only saves work
    public SecretMemory with(ConfigDocument document) {
        if (!recent.isEmpty() && recent.get(recent.size() - 1) == document) {
            return this;
        }
        if (recent.size() < MOST_RECENT) {
            return new SecretMemory(join(recent, document), earlier);
        }
        ImmutableList<ConfigDocument> kept = recent.subList(1, recent.size());
        return new SecretMemory(join(kept, document), remembered(SecretTexts.vanished(recent.get(0), kept.get(0))));
    }

    private static ImmutableList<ConfigDocument> join(List<ConfigDocument> documents, ConfigDocument last) {
        return ImmutableList.<ConfigDocument>builder()
                .addAll(documents)
                .add(last)
                .build();
    }

    private ImmutableSet<String> remembered(Set<String> vanished) {
        if (vanished.isEmpty()) {
            return earlier;
        }
        Set<String> all = new LinkedHashSet<>(earlier);
        all.removeAll(vanished);
        all.addAll(vanished);
        return all.stream().skip(Math.max(0, all.size() - MOST_EARLIER)).collect(ImmutableSet.toImmutableSet());
    }

    /** Returns a mask for the secrets of all documents that were added. */
    public TextMask mask() {
        return mask;
    }

    /** Returns how many there are of what it holds, never content. */
    @Override
    public String toString() {
        return "SecretMemory[documents=" + recent.size() + ", earlier secrets=" + earlier.size() + "]";
    }
}
