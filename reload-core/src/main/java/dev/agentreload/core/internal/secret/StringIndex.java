// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.secret;

import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds many strings of at least four characters in a text at once. The first four characters of all strings are a table, so that
 * the time for a place of a text where none begins does not depend on how many there are. <em>Immutable.</em>
 */
public final class StringIndex {

    static final int SHORTEST = 4;

    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int BITS_FOR_EACH = 16;
    private static final int FEWEST_BITS = 1 << 10;
    private static final NavigableSet<Integer> NONE = Collections.emptyNavigableSet();

    private final Set<String> strings;

    /** The lengths of the strings with the same beginning, the longest first. */
    private final Map<Long, NavigableSet<Integer>> lengths = new HashMap<>();

    /** Has a bit for each beginning, at the highest bits of its hash: asked first, since most places have none. */
    private final BitSet beginnings = new BitSet();

    private final int shift;
    private final int longest;

    public StringIndex(Collection<String> strings) {
        this.strings = new HashSet<>(strings);
        int bits = Math.max(FEWEST_BITS, Integer.highestOneBit(Math.min(strings.size(), 1 << 20) * BITS_FOR_EACH));
        this.shift = Long.numberOfLeadingZeros(bits) + 1;
        this.longest = strings.stream().mapToInt(String::length).max().orElse(0);
        this.strings.forEach(this::add);
    }

    private void add(String string) {
        long beginning = 0;
        for (int i = 0; i < SHORTEST; i++) {
            beginning = beginning << Character.SIZE | string.charAt(i);
        }
        beginnings.set(bit(beginning));
        lengths.computeIfAbsent(beginning, unused -> new TreeSet<Integer>().descendingSet())
                .add(string.length());
    }

    private int bit(long beginning) {
        return (int) ((beginning * MIX) >>> shift);
    }

    /** Returns the length of the longest string, or 0 if there are none. */
    public int longest() {
        return longest;
    }

    /** Reports where strings occur in a text; several may begin at one place. */
    public void forEachIn(String text, Place found) {
        long window = 0;
        for (int end = 0; end < text.length(); end++) {
            window = window << Character.SIZE | text.charAt(end);
            if (end >= SHORTEST - 1 && beginnings.get(bit(window))) {
                findAt(text, end - SHORTEST + 1, window, found);
            }
        }
    }

    private void findAt(String text, int from, long beginning, Place found) {
        for (int length : lengths.getOrDefault(beginning, NONE)) {
            int to = from + length;
            if (to <= text.length() && strings.contains(text.substring(from, to))) {
                found.at(from, to);
            }
        }
    }

    /** Where a string stands. */
    @FunctionalInterface
    public interface Place {
        void at(int from, int to);
    }
}
