// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fault;

import dev.agentreload.testkit.fake.FakeParticipant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where a fault is put into a participant: before a step is done, or after it. */
enum FaultPoint {
    VALIDATE,
    PREPARE,
    VERIFY,
    COMMIT,
    AFTER_COMMIT,
    /** After a stop: one that was not tried leaves what no participant has to cope with. */
    STOP,
    START,
    /** The start of the old form, after another participant failed. */
    RESTORE,
    /** After the discard of what another participant's failure made useless. */
    AFTER_DISCARD,
    /** After the rollback of what another participant's failure undid. */
    AFTER_ROLLBACK;

    private static final Set<FaultPoint> UNDO = Set.of(RESTORE, AFTER_DISCARD, AFTER_ROLLBACK);

    /** These run on the requesting thread and must not wait; no deadline ends them. */
    private static final Set<FaultPoint> WITHOUT_DEADLINE = Set.of(COMMIT, AFTER_COMMIT, AFTER_ROLLBACK);

    /** Returns whether it is reached only if another participant fails. */
    boolean isUndo() {
        return UNDO.contains(this);
    }

    boolean hasDeadline() {
        return !WITHOUT_DEADLINE.contains(this);
    }

    /** Returns the step at which the participant that is last has to fail, so that this point is reached. */
    Optional<FakeParticipant.Step> failureOfTheLast() {
        if (!isUndo()) {
            return Optional.empty();
        }
        return Optional.of(this == AFTER_DISCARD ? FakeParticipant.Step.VERIFY : FakeParticipant.Step.COMMIT);
    }

    /** Returns the points that can follow this one if another participant fails. */
    Optional<FaultPoint> undo() {
        return switch (this) {
            case VERIFY -> Optional.of(AFTER_DISCARD);
            case COMMIT -> Optional.of(AFTER_ROLLBACK);
            case STOP -> Optional.of(RESTORE);
            case VALIDATE, PREPARE, AFTER_COMMIT, START, RESTORE, AFTER_DISCARD, AFTER_ROLLBACK -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
