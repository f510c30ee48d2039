// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;

/**
 * Remembers what fails in a watcher, and logs it when it begins to. A failure that repeats itself is one line, however
 * often it does. <em>Safe for use by multiple threads.</em>
 */
final class FailureLog {

    private final String source;
    private final System.Logger logger;
    private final Map<Step, String> failing = new ConcurrentSkipListMap<>();

    FailureLog(String source, System.Logger logger) {
        this.source = source;
        this.logger = logger;
    }

    /** The steps that fail and succeed on their own. */
    enum Step {
        /** Taking a snapshot of the source. */
        POLL("could not poll the source"),
        /** Handing content over, up to its outcome. */
        HAND_OVER("could not hand over a change"),
        /** Scheduling the next poll. */
        SCHEDULE("could not schedule the next poll");

        private final String words;

        Step(String words) {
            this.words = words;
        }
    }

    void failed(Step step, Throwable failure) {
        String text = step.words + ": " + describe(failure);
        if (!text.equals(failing.put(step, text))) {
            logger.log(System.Logger.Level.WARNING, "watcher of [" + source + "] " + text);
        }
    }

    void succeeded(Step step) {
        failing.remove(step);
    }

    /** Returns what fails at the moment, the earliest step first. */
    Optional<String> current() {
        return failing.values().stream().findFirst();
    }

    /** The message of an exception may quote content, so only its type and place are reported. */
    private static String describe(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        StackTraceElement[] trace = cause.getStackTrace();
        return cause.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
