package dev.agentreload.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys read so far in an object, as a node in a tree of all sequences of keys that a document has. Objects with the
 * same keys walk the same trail and end at the same {@link Keys}.
 */
final class KeyTrail {

    private final @Nullable KeyTrail previous;
    private final String name;
    private final Secrecy secrecy;
    private final int length;
    private @Nullable KeyTrail latestNext;
    private @Nullable Map<String, KeyTrail> otherNext;
    private @Nullable Keys keys;
    private int[] duplicates = {};

    private KeyTrail(@Nullable KeyTrail previous, String name, Secrecy secrecy) {
        this.previous = previous;
        this.name = name;
        this.secrecy = secrecy;
        this.length = previous == null ? 0 : previous.length + 1;
    }

    static KeyTrail empty() {
        return new KeyTrail(null, "", Secrecy.NONE);
    }

    KeyTrail next(String key, SecretPolicy secrets) {
        KeyTrail latest = latestNext;
        if (latest != null && latest.name.equals(key)) {
            return latest;
        }
        KeyTrail next = otherNext == null ? null : otherNext.get(key);
        if (next == null) {
            next = new KeyTrail(this, key, secrets.secrecy(key));
        }
        if (latest != null) {
            otherNext = otherNext == null ? new HashMap<>() : otherNext;
            otherNext.put(latest.name, latest);
        }
        latestNext = next;
        return next;
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

    Keys keys(Hasher hasher) {
        Keys known = keys;
        if (known == null) {
            known = new Keys(names(), hasher);
            duplicates = known.duplicates();
            keys = known;
        }
        return known;
    }

    /** Returns the indexes of repeated keys; call {@link #keys} first. */
    int[] duplicates() {
        return duplicates;
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
