package dev.agentreload.core.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The keys of an object in file order. Objects of one document that have the same keys in the same order share one
 * instance, which holds what is costly about them once: their hash and their sorted order, the index for lookups.
 *
 * <p>Lookups are binary searches, so no chosen set of keys makes them slow.
 */
final class Keys {

    private final String[] names;
    private final int[] sorted;
    private final long high;
    private final long low;

    Keys(List<String> names, Hasher hasher) {
        this.names = names.toArray(String[]::new);
        this.sorted = IntStream.range(0, this.names.length)
                .boxed()
                .sorted(Comparator.comparing(i -> this.names[i]))
                .mapToInt(i -> i)
                .toArray();
        hasher.start(Hasher.Tag.KEYS).word(sorted.length);
        for (int index : sorted) {
            hasher.text(this.names[index]);
        }
        hasher.finish();
        this.high = hasher.high();
        this.low = hasher.low();
    }

    int size() {
        return names.length;
    }

    String name(int index) {
        return names[index];
    }

    /** Returns the index of the key that comes at this place when keys are sorted. */
    int sorted(int rank) {
        return sorted[rank];
    }

    /** Returns the index of the key, or -1. */
    int indexOf(String name) {
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

    /** Returns the indexes of keys that stand here a second time, in file order. */
    int[] duplicates() {
        return IntStream.range(1, sorted.length)
                .filter(rank -> names[sorted[rank]].equals(names[sorted[rank - 1]]))
                .map(rank -> sorted[rank])
                .sorted()
                .toArray();
    }

    Hasher hashInto(Hasher hasher) {
        return hasher.word(high).word(low);
    }

    List<String> asList() {
        return List.of(names);
    }

    @Override
    public String toString() {
        return Arrays.toString(names);
    }
}
