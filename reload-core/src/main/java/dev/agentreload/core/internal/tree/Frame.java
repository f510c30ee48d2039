// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.internal.secret.Secrecy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An open object or list, or the outside of the document. Frames are used again by later containers at their depth. */
final class Frame {

    /** The trail of a list. */
    static final int NO_KEYS = -1;

    final @Nullable Frame parent;
    final int depth;
    private @Nullable Frame child;
    String source = "";
    long position;

    /** Where its values begin. */
    int first;

    int trail = NO_KEYS;

    /** How many secrets were known to be empty when it was opened. */
    int emptySecretsBefore;

    /** The trail to the key that this container, or the outermost of the lists around it, stands below. */
    int around = KeySequenceTrie.EMPTY;

    Secrecy secrecy = Secrecy.NONE;
    private long[] keyPositions = {};

    /** Whether a string that stands here next is secret, whether a number is, and whether any other scalar is. */
    boolean secretString;

    boolean secretNumber;
    boolean secretOther;

    /** Whether one of its values is secret wherever it stands. */
    boolean holdsSecret;

    Frame(@Nullable Frame parent) {
        this.parent = parent;
        this.depth = parent == null ? 0 : parent.depth + 1;
    }

    Frame open(String where, long start, int noKeysYet, int firstValue, KeySequenceTrie trails) {
        Frame opened = child;
        if (opened == null) {
            opened = new Frame(this);
            child = opened;
        }
        opened.source = where;
        opened.position = start;
        opened.trail = noKeysYet;
        opened.first = firstValue;
        opened.holdsSecret = false;
        opened.around = trail == NO_KEYS ? around : trail;
        opened.setSecrecy(trail == NO_KEYS ? secrecy : secrecy.and(trails.secrecy(trail)));
        return opened;
    }

    private void setSecrecy(Secrecy inner) {
        if (secrecy != inner) {
            secrecy = inner;
        }
        secretOther = inner == Secrecy.ALL_BELOW;
        secretString = inner != Secrecy.NONE;
        secretNumber = secretString;
    }

    void addSecret(Runnable scalar) {
        boolean string = secretString;
        boolean number = secretNumber;
        boolean other = secretOther;
        secretString = true;
        secretNumber = true;
        secretOther = true;
        scalar.run();
        secretString = string;
        secretNumber = number;
        secretOther = other;
        holdsSecret = true;
    }

    void key(int next, Secrecy ofKey) {
        trail = next;
        secretNumber = secrecy != Secrecy.NONE || ofKey == Secrecy.SCALARS;
        secretString = secretNumber || ofKey == Secrecy.UNLESS_COUNT;
    }

    void recordKeyPosition(int place, long keyPosition) {
        int index = place - first;
        if (index >= keyPositions.length) {
            keyPositions = Arrays.copyOf(keyPositions, 2 * index + 1);
        }
        keyPositions[index] = keyPosition;
    }

    /** Returns where the key stands if positions of keys were recorded, else the place without lines. */
    long keyPosition(int index) {
        return index < keyPositions.length ? keyPositions[index] : PackedPosition.UNKNOWN;
    }

    int requireTrail() {
        if (trail == NO_KEYS) {
            throw new IllegalStateException("a list has no keys");
        }
        return trail;
    }

    Frame requireParent() {
        if (parent == null) {
            throw new IllegalStateException("nothing is open");
        }
        return parent;
    }

    /** Returns the path of the container itself. */
    ConfigPath ownPath(KeySequenceTrie trails) {
        return parent == null ? ConfigPath.root() : parent.path(first, trails);
    }

    /** Returns the path of the value at this place of the stack, which is the latest of this container, or its next. */
    ConfigPath path(int place, KeySequenceTrie trails) {
        if (parent == null) {
            return ConfigPath.root();
        }
        if (trail == NO_KEYS) {
            return ownPath(trails).index(place - first);
        }
        return trail == KeySequenceTrie.EMPTY
                ? ownPath(trails)
                : ownPath(trails).key(trails.name(trail));
    }
}
