// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static java.util.stream.Collectors.toCollection;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Compares the threads of this process with those that there were before. <em>Safe for use by multiple threads.</em>
 */
public final class ThreadCheck {

    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final Set<Thread> before;
    private final Predicate<Thread> expected;

    private ThreadCheck(Set<Thread> before, Predicate<Thread> expected) {
        this.before = before;
        this.expected = expected;
    }

    /** Returns a check that knows the threads that there are now. */
    public static ThreadCheck start() {
        return new ThreadCheck(threads(), thread -> false);
    }

    /** Returns this check, which expects threads with a name that begins so: those that others share, as a client of a library. */
    public ThreadCheck allowing(String prefix) {
        return new ThreadCheck(before, expected.or(thread -> thread.getName().startsWith(prefix)));
    }

    /**
     * Verifies that all threads have ended that began since the start, and waits for those that are just ending, no longer than five
     * seconds each.
     *
     * @throws AssertionError if one runs on; the message has its name and where it is
     */
    public void verifyAllEnded() throws InterruptedException {
        for (Thread thread : threads()) {
            if (!before.contains(thread) && !expected.test(thread) && !isOfTheJdk(thread)) {
                thread.join(PATIENCE_MILLIS);
                if (thread.isAlive()) {
                    throw new AssertionError(
                            "thread [%s] runs on, at %s".formatted(thread.getName(), List.of(thread.getStackTrace())));
                }
            }
        }
    }

    /** The JDK has threads that begin with the first use of something, and never end. */
    private static boolean isOfTheJdk(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null
                || group.getParent() == null
                || group.getName().equals("InnocuousThreadGroup")
                || thread.getName().startsWith("ForkJoinPool.commonPool-");
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .collect(toCollection(() -> Collections.newSetFromMap(new IdentityHashMap<>())));
    }

    /** Returns how many threads there were. */
    @Override
    public String toString() {
        return "ThreadCheck[" + before.size() + " threads before]";
    }
}
