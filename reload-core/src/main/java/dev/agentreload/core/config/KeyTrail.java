package dev.agentreload.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys read so far in an object, as a node in a tree of all sequences of keys that were read. Objects with the same
 * keys walk the same trail and end at the same {@link Keys}.
 *
 * <p>Configurations repeat themselves: what came next the last time is tried first. <em>Not safe for use by multiple
 * threads.</em>
 */
final class KeyTrail {

    private final @Nullable KeyTrail previous;
    private final String name;
    private final Secrecy secrecy;
    private final int length;

    /** The next step in the latest object that came this way. */
    private @Nullable KeyTrail latestNext;

    /** The first step in the latest object that stood below this key, in a list or by itself. */
    private @Nullable KeyTrail latestBelow;

    /** All next steps, if there is more than one. */
    private @Nullable Map<String, KeyTrail> allNext;

    private @Nullable Keys keys;
    private boolean hasDuplicates;

    KeyTrail(@Nullable KeyTrail previous, String name, Secrecy secrecy) {
        this.previous = previous;
        this.name = name;
        this.secrecy = secrecy;
        this.length = previous == null ? 0 : previous.length + 1;
    }

    KeyTrail next(String key, KeyTrails trails) {
        KeyTrail latest = latestNext;
        if (latest == null || !latest.name.equals(key)) {
            latest = otherNext(latest, key, trails);
            latestNext = latest;
        }
        return latest;
    }

    private KeyTrail otherNext(@Nullable KeyTrail latest, String key, KeyTrails trails) {
        if (latest == null) {
            return trails.step(this, key);
        }
        if (allNext == null) {
            allNext = new HashMap<>();
            allNext.put(latest.name, latest);
        }
        KeyTrail next = allNext.get(key);
        if (next == null) {
            next = trails.step(this, key);
            allNext.put(key, next);
        }
        return next;
    }

    /** Returns the first step of an object that stands below this key. */
    KeyTrail first(String key, KeyTrails trails) {
        KeyTrail latest = latestBelow;
        if (latest == null || !latest.name.equals(key)) {
            latest = trails.empty().next(key, trails);
            latestBelow = latest;
        }
        return latest;
    }

    String name() {
        return name;
    }

    /** Returns whether no key was read yet. */
    boolean isEmpty() {
        return previous == null;
    }

    Secrecy secrecy() {
        return secrecy;
    }

    Keys keys(KeyTrails trails) {
        Keys known = keys;
        if (known == null) {
            known = new Keys(names(), trails.hasher());
            hasDuplicates = known.hasDuplicates();
            keys = known;
        }
        return known;
    }

    /** Returns whether a key was read twice; call {@link #keys} first. */
    boolean hasDuplicates() {
        return hasDuplicates;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(length);
        for (KeyTrail step = this; step.previous != null; step = step.previous) {
            names.add(step.name);
        }
        Collections.reverse(names);
        return names;
    }
}
