// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import java.util.Locale;

/** The steps of a transaction, in their order; those that undo come last. */
public enum ReloadPhase {
    /** The source is read. */
    READ,
    /** The change is planned. */
    PLAN,
    /** All participants look at the new document. */
    VALIDATE,
    /** New forms are built beside the old. */
    PREPARE,
    /** New forms are tried. */
    VERIFY,
    /** Exclusive participants are stopped. */
    STOP,
    /** Exclusive participants are started in their new form. */
    START,
    /** New forms become visible. */
    COMMIT,
    /** Old forms become visible again. */
    ROLLBACK,
    /** Exclusive participants are started in their old form again. */
    RESTORE,
    /** New forms that were never visible are closed. */
    DISCARD,
    /** What was replaced is retired. */
    RETIRE;

    /** Returns the word for messages, such as {@code prepare}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
