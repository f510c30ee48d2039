// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an object in file order. Objects of one reader that have the same keys in the same order share one instance,
 * which holds what is costly about them once: their hash and their sorted order, the index for lookups.
 *
 * <p>Lookups are binary searches, so no chosen set of keys makes them slow.
 */
public final class ObjectShape {

    private final String[] names;
    private final int[] sorted;
    private final boolean duplicates;
    private final boolean include;
    private final boolean beyondAscii;
    private final Hasher.State hashed;

    /** Computed when a key stands here twice and it is first asked for; a race costs a second computation of the same. */
    private volatile int @Nullable [] firsts;

    private volatile int @Nullable [] lasts;

    ObjectShape(List<String> names, Hasher hasher) {
        this.names = names.toArray(String[]::new);
        this.sorted = sort(this.names);
        this.duplicates = findDuplicates();
        this.beyondAscii = Arrays.stream(this.names).anyMatch(name -> !isAscii(name));
        this.include = indexOf(IncludedNodes.KEY) >= 0;
        HashInput words = new HashInput();
        for (int index : sorted) {
            words.text(this.names[index]);
        }
        words.end(HashInput.Tag.KEYS, sorted.length);
        this.hashed = hasher.begin(words);
    }

    /** Written without streams: a small file spends a good part of its time here. */
    private static int[] sort(String[] names) {
        Integer[] order = new Integer[names.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Arrays.sort(order, Comparator.comparing(i -> names[i]));
        int[] sorted = new int[names.length];
        for (int rank = 0; rank < sorted.length; rank++) {
            sorted[rank] = order[rank];
        }
        return sorted;
    }

    int size() {
        return names.length;
    }

    public String name(int index) {
        return names[index];
    }

    /** Returns the index of the key that comes at this place when keys are sorted. */
    int sorted(int rank) {
        return sorted[rank];
    }

    /** Returns the index of the key, or -1. */
    public int indexOf(String name) {
        int from = 0;
        int to = sorted.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = names[sorted[middle]].compareTo(name);
            if (order == 0) {
                return sorted[middle];
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return -1;
    }

    private boolean findDuplicates() {
        for (int rank = 1; rank < sorted.length; rank++) {
            if (isRepeated(rank)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a key has characters beyond ASCII, which may be quotes that are none. */
    boolean isBeyondAscii() {
        return beyondAscii;
    }

    /** Returns whether one of the keys names files to include. */
    boolean hasInclude() {
        return include;
    }

    /** Returns whether a key stands here twice. */
    public boolean hasDuplicates() {
        return duplicates;
    }

    /**
     * Returns for each key the index of the first one with its name: its own, unless it stands here before. The first of equal
     * keys comes first in the sorted order. The caller must not change the result.
     */
    int[] firsts() {
        int[] known = firsts;
        if (known == null) {
            known = new int[names.length];
            for (int rank = 0; rank < sorted.length; rank++) {
                known[sorted[rank]] = rank > 0 && isRepeated(rank) ? known[sorted[rank - 1]] : sorted[rank];
            }
            firsts = known;
        }
        return known;
    }

    /** Returns for each key the index of the last one with its name. The caller must not change the result. */
    int[] lasts() {
        int[] known = lasts;
        if (known == null) {
            known = new int[names.length];
            for (int rank = sorted.length - 1; rank >= 0; rank--) {
                boolean repeated = rank + 1 < sorted.length && isRepeated(rank + 1);
                known[sorted[rank]] = repeated ? known[sorted[rank + 1]] : sorted[rank];
            }
            lasts = known;
        }
        return known;
    }

    private boolean isRepeated(int rank) {
        return names[sorted[rank]].equals(names[sorted[rank - 1]]);
    }

    /** Returns the hash that has taken in the keys, for that of an object to go on from. */
    Hasher.State hashed() {
        return hashed;
    }

    List<String> asList() {
        return List.of(names);
    }

    @Override
    public String toString() {
        return Arrays.toString(names);
    }
}
