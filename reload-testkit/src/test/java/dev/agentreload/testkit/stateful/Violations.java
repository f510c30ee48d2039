// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a run has found wrong, in the order it was seen. <em>Safe for use by multiple threads.</em> */
final class Violations {

    /** What kind of promise is broken. */
    enum Rule {
        ONE_CALL_AT_A_TIME,
        ONE_FORM_AT_A_TIME,
        CLOSED_ONCE,
        CLOSED_IN_USE,
        LEAK,
        CLOSE_REPORT,
        SECOND_CLOSE,
        VISIBLE_FORM,
        RUNNING_FORM,
        RESULT,
        DOCUMENT,
        STATUS,
        HISTORY,
        EVENTS,
        UNDECIDED,
        DRY_RUN,
        SECRET,
        THROWN,
        INTERRUPT,
        REENTRY,
        GOOD_RELOAD,
        HUNG
    }

    /**
     * One broken promise.
     *
     * @param detail who, and what was seen instead of what
     */
    record Violation(Rule rule, String detail) {

        @Override
        public String toString() {
            return rule + ": " + detail;
        }
    }

    private final List<Violation> all = new CopyOnWriteArrayList<>();

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
    void add(Rule rule, String format, Object... arguments) {
        all.add(new Violation(rule, format.formatted(arguments)));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<Violation> all() {
        return List.copyOf(all);
    }
}
