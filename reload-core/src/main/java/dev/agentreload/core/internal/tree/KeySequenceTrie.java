// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.SecretPolicy;
import dev.agentreload.core.internal.secret.KeySecrecy;
import dev.agentreload.core.internal.secret.Secrecy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All sequences of keys that were read, as a tree: a trail stands for the keys read so far in an object. Objects with the
 * same keys walk the same trail and end at the same {@link ObjectShape}.
 *
 * <p>Configurations repeat themselves: what came next the last time is tried first. Trails are numbers, since a reference
 * that is stored for every key costs more, with what garbage collectors do about it, than all else that a key costs.
 * <em>Not safe for use by multiple threads.</em>
 */
public final class KeySequenceTrie {

    /** The trail of an object without keys, and, where a next trail is looked up, none. */
    static final int EMPTY = 0;

    private static final int INITIAL_SIZE = 128;

    private final SecretPolicy secrets;
    private final Hasher hasher;

    /** How many trails there are. */
    private int count = 1;

    /** How many keys all trails and their {@link ObjectShape} hold. */
    private long weight;

    private String[] names = new String[INITIAL_SIZE];
    private Secrecy[] secrecies = new Secrecy[INITIAL_SIZE];
    private int[] lengths = new int[INITIAL_SIZE];
    private int[] previous = new int[INITIAL_SIZE];

    /** The next trail of the latest object that came this way. */
    private int[] latestNext = new int[INITIAL_SIZE];

    /** The first trail of the latest object that stood below the last key, in a list or by itself. */
    private int[] latestBelow = new int[INITIAL_SIZE];

    /** All next trails by their last key, where there is more than one. */
    private final Map<Integer, Map<String, Integer>> allNext = new HashMap<>();

    /** What is left of keys that repeat themselves, by the identity of these. */
    private final IdentityHashMap<ObjectShape, ObjectShape> withoutRepeats = new IdentityHashMap<>();

    private @Nullable ObjectShape[] keys = new ObjectShape[INITIAL_SIZE];

    KeySequenceTrie(SecretPolicy secrets) {
        this.secrets = secrets;
        this.hasher = new Hasher();
        this.names[EMPTY] = "";
        this.secrecies[EMPTY] = Secrecy.NONE;
    }

    /**
     * Returns the trail that goes on as the latest object did that came this way, or {@link #EMPTY} if none went on.
     *
     * @param around the trail to the key that the object stands below, in a list or by itself: what its first key is, that key
     *     distinguishes best
     */
    private int expected(int trail, int around) {
        return trail == EMPTY ? latestBelow[around] : latestNext[trail];
    }

    /** Returns the trail that goes on with this key. */
    int next(int trail, int around, String key) {
        int expected = expected(trail, around);
        return expected != EMPTY && names[expected].equals(key) ? expected : unexpected(trail, around, key);
    }

    private int unexpected(int trail, int around, String key) {
        int next = latestNext[trail] == EMPTY ? step(trail, key) : oneOfSeveral(trail, key);
        latestNext[trail] = next;
        if (trail == EMPTY) {
            latestBelow[around] = next;
        }
        return next;
    }

    private int oneOfSeveral(int trail, String key) {
        Map<String, Integer> all = allNext.computeIfAbsent(trail, this::onlyNext);
        Integer known = all.get(key);
        if (known == null) {
            known = step(trail, key);
            all.put(key, known);
        }
        return known;
    }

    private Map<String, Integer> onlyNext(int trail) {
        int next = latestNext[trail];
        return new HashMap<>(Map.of(names[next], next));
    }

    private int step(int trail, String key) {
        if (count == names.length) {
            grow(count * 2);
        }
        names[count] = key;
        secrecies[count] = KeySecrecy.of(key, secrets.keyPatterns());
        lengths[count] = lengths[trail] + 1;
        previous[count] = trail;
        weight++;
        return count++;
    }

    private void grow(int size) {
        names = Arrays.copyOf(names, size);
        secrecies = Arrays.copyOf(secrecies, size);
        lengths = Arrays.copyOf(lengths, size);
        previous = Arrays.copyOf(previous, size);
        latestNext = Arrays.copyOf(latestNext, size);
        latestBelow = Arrays.copyOf(latestBelow, size);
        keys = Arrays.copyOf(keys, size);
    }

    /** Returns the last key. */
    String name(int trail) {
        return names[trail];
    }

    /** Returns what the last key says about the values below it. */
    Secrecy secrecy(int trail) {
        return secrecies[trail];
    }

    /** Returns all keys. */
    ObjectShape keys(int trail) {
        ObjectShape known = keys[trail];
        if (known == null) {
            known = new ObjectShape(namesOf(trail), hasher);
            keys[trail] = known;
            weight += known.size();
        }
        return known;
    }

    /** Returns the keys that are left when the last of equal ones counts. */
    ObjectShape distinct(ObjectShape repeating, int around) {
        ObjectShape known = withoutRepeats.get(repeating);
        if (known == null) {
            int[] lasts = repeating.lasts();
            int trail = EMPTY;
            for (int i = 0; i < lasts.length; i++) {
                trail = lasts[i] == i ? next(trail, around, repeating.name(i)) : trail;
            }
            known = keys(trail);
            withoutRepeats.put(repeating, known);
        }
        return known;
    }

    private List<String> namesOf(int trail) {
        String[] all = new String[lengths[trail]];
        for (int step = trail; step != EMPTY; step = previous[step]) {
            all[lengths[step] - 1] = names[step];
        }
        return Arrays.asList(all);
    }

    /** Returns how much this holds on to, counted in keys. */
    long weight() {
        return weight;
    }
}
