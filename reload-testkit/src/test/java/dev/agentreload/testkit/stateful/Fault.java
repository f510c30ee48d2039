// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that goes wrong once in host code.
 *
 * @param target whose code it is
 * @param place in which call
 * @param moment before or after the call has had its effect
 * @param release where a later transaction lets go a call that hangs; empty if none does
 */
record Fault(String target, Place place, Moment moment, Kind kind, Optional<Place> release) {

    static final String SOURCE = "source";
    static final String LISTENER = "listener";

    /** Calls of host code. */
    enum Place {
        READ,
        VALIDATE,
        PREPARE,
        VERIFY,
        STOP,
        START,
        COMMIT,
        ROLLBACK,
        DISCARD,
        RETIRE,
        CLOSE,
        LISTEN;

        private static final Set<Place> TIMED = EnumSet.of(PREPARE, VERIFY, STOP, START, DISCARD);
        private static final Set<Place> TWO_MOMENTS = EnumSet.of(READ, PREPARE, STOP, START, COMMIT, ROLLBACK, RETIRE);
        private static final Set<Place> UNDOING = EnumSet.of(ROLLBACK, DISCARD, STOP, START);
        private static final Set<Place> FORWARD = EnumSet.of(READ, VALIDATE, PREPARE, VERIFY, STOP, START, COMMIT);

        /** Returns whether the call has a deadline, after which it is interrupted. */
        boolean isTimed() {
            return TIMED.contains(this);
        }

        /** Returns whether it makes a difference if the call fails before or after it has had its effect. */
        boolean hasTwoMoments() {
            return TWO_MOMENTS.contains(this);
        }

        boolean mayHang() {
            return isTimed() || this == CLOSE || this == LISTEN;
        }

        boolean isUndoing() {
            return UNDOING.contains(this);
        }

        /** Returns whether a throw there keeps a transaction from being applied. */
        boolean isForward() {
            return FORWARD.contains(this);
        }
    }

    enum Moment {
        BEFORE,
        AFTER
    }

    enum Kind {
        EXCEPTION,
        ASSERTION_ERROR,
        STACK_OVERFLOW,
        SECRET,
        LONG_CHAIN,
        CYCLIC_CHAIN,
        CAUSE_THROWS,
        /** The answer is null where one is expected. */
        NULL,
        /** The thread of the request is interrupted, and the call goes on. */
        INTERRUPT,
        /** The call goes on when it is let go, whatever interrupts it. */
        HANG,
        /** The call goes on when it is interrupted. */
        LATE,
        /** The call throws when it is interrupted. */
        GIVES_UP,
        REENTRY,
        REENTRY_ELSEWHERE;

        private static final Set<Kind> BLOCKING = EnumSet.of(HANG, LATE, GIVES_UP);
        private static final Set<Kind> HARMLESS = EnumSet.of(INTERRUPT, HANG, LATE, REENTRY, REENTRY_ELSEWHERE);

        boolean isBlocking() {
            return BLOCKING.contains(this);
        }

        /** Returns whether the call is sure to fail. */
        boolean fails() {
            return !isBlocking() && !HARMLESS.contains(this);
        }

        boolean fits(Place place) {
            return switch (this) {
                case NULL -> place == Place.READ || place == Place.VALIDATE || place == Place.PREPARE;
                case HANG -> place.mayHang();
                case LATE, GIVES_UP -> place.isTimed();
                // After the decision there is no request any more; and a resource may close while none runs.
                case INTERRUPT -> place != Place.CLOSE && place != Place.LISTEN;
                case REENTRY -> place != Place.CLOSE;
                case EXCEPTION,
                        ASSERTION_ERROR,
                        STACK_OVERFLOW,
                        SECRET,
                        LONG_CHAIN,
                        CYCLIC_CHAIN,
                        CAUSE_THROWS,
                        REENTRY_ELSEWHERE -> true;
            };
        }
    }

    @Override
    public String toString() {
        String until = release.map(later -> " until " + later).orElse("");
        return "%s %s %s of [%s]%s".formatted(kind, moment, place, target, until);
    }
}
