// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Counts users in stripes, and reports to exactly one caller that the last user has left after the count was retired.
 *
 * <p>A counter and the mark that it is retired are one word, so that entering is one compare-and-set which either comes
 * before the mark and is counted, or comes after it and fails. From the mark on a counter can only fall, hence it reaches
 * zero once, through the marking thread or a leaving one. The thread that brings a counter to zero decrements
 * {@link #undrained}; the marking thread decrements it once more when it has marked all. The thread that decrements it to zero
 * knows that no user is left and none can enter. No counters are summed for this, and no thread waits for another.
 *
 * <p>All threads share one counter until two of them collide there; from then on each starts at a stripe of its own and goes
 * on to the next on a collision. Most resources are never leased by two threads in the same instant, and stay
 * small. Beside a single counter, entering and leaving takes the same time on one thread, and a third of it on two.
 *
 * <p><em>Safe for use by multiple threads.</em> No method blocks or waits.
 */
final class UseCount {

    /** The stripe of those who are not counted. */
    static final int NONE = 0;

    private static final int SHARED = -1;

    /** As a power of two; 4 KiB for a resource that needs them. More would serve machines that do little but lease. */
    private static final int STRIPES_BITS = 5;

    /** Processors fetch cache lines in pairs: 128 bytes between two counters keep their threads apart. */
    private static final int SPACING = 16;

    private static final long RETIRED = Long.MIN_VALUE;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final AtomicLong shared = new AtomicLong();
    private final AtomicReference<@Nullable AtomicLongArray> spread = new AtomicReference<>();
    private final AtomicInteger undrained = new AtomicInteger();

    /** Counts the calling thread in. Returns the stripe to {@linkplain #leave leave}, or {@link #NONE} if retired. */
    int tryEnter() {
        AtomicLongArray stripes = spread.get();
        if (stripes != null) {
            return tryEnter(stripes);
        }
        long users = shared.get();
        if (users < 0) {
            return NONE;
        }
        return shared.compareAndSet(users, users + 1) ? SHARED : tryEnter(spread(1 << STRIPES_BITS));
    }

    private static int tryEnter(AtomicLongArray stripes) {
        int count = count(stripes);
        int home = home();
        while (true) {
            int stripe = 1 + (home++ & (count - 1));
            long users = stripes.get(stripe * SPACING);
            if (users < 0) {
                return NONE;
            }
            if (stripes.compareAndSet(stripe * SPACING, users, users + 1)) {
                return stripe;
            }
            // Another thread was faster. The next stripe may be free; a retry here would contend again.
        }
    }

    /** Counts a user out. Returns true if it was the last of all after retiring; one caller in all gets that answer. */
    boolean leave(int stripe) {
        long users = stripe == SHARED ? shared.decrementAndGet() : spread(1).decrementAndGet(stripe * SPACING);
        return users == RETIRED && undrained.decrementAndGet() == 0;
    }

    /**
     * Refuses all users from now on; called once. While it runs, one thread may still enter after another was refused.
     * Returns true if no user is left, and no call of {@link #leave} has reported it.
     */
    boolean retire() {
        // Without stripes there would be no place for the mark, and a thread could make some later.
        AtomicLongArray stripes = spread(1);
        int count = count(stripes);
        // Before the first mark, since a thread that leaves a marked counter decrements it. One is for this thread,
        // without
        // which a leaving thread could come to zero while counters are still unmarked.
        undrained.set(1 + count + 1);
        int empty = shared.getAndAdd(RETIRED) == 0 ? 1 : 0;
        for (int stripe = 1; stripe <= count; stripe++) {
            empty += stripes.getAndAdd(stripe * SPACING, RETIRED) == 0 ? 1 : 0;
        }
        return undrained.addAndGet(-(empty + 1)) == 0;
    }

    /** Returns the number of users: exact if none enters or leaves meanwhile, else right for each counter at some instant. */
    long users() {
        long users = shared.get() & ~RETIRED;
        AtomicLongArray stripes = spread.get();
        for (int stripe = 1; stripes != null && stripe <= count(stripes); stripe++) {
            users += stripes.get(stripe * SPACING) & ~RETIRED;
        }
        return users;
    }

    /** Returns the stripes; if there are none yet, makes so many. */
    AtomicLongArray spread(int count) {
        AtomicLongArray stripes = spread.get();
        if (stripes == null) {
            AtomicLongArray made = new AtomicLongArray((count + 1) * SPACING);
            AtomicLongArray present = spread.compareAndExchange(null, made);
            stripes = present != null ? present : made;
        }
        return stripes;
    }

    /** The place before the first stripe stays empty: the length of the array, read at each access, lies there. */
    private static int count(AtomicLongArray stripes) {
        return stripes.length() / SPACING - 1;
    }

    /** Threads that were started one after the other get stripes far from each other. */
    private static int home() {
        return (int) ((Thread.currentThread().getId() * GOLDEN_RATIO) >>> (Long.SIZE - STRIPES_BITS));
    }
}
