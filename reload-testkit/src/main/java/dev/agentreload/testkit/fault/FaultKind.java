// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fault;

/** How a step goes wrong. */
enum FaultKind {
    EXCEPTION("throws an exception"),
    ERROR("throws an error"),
    /** It ends when its deadline has passed and it is interrupted. */
    HANG("hangs"),
    /** It ignores the interrupt, and is done after the reload was decided. */
    LATE("comes too late");

    private final String text;

    FaultKind(String text) {
        this.text = text;
    }

    boolean needsDeadline() {
        return this == HANG || this == LATE;
    }

    @Override
    public String toString() {
        return text;
    }
}
