// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

/** What becomes of a message. */
public sealed interface Reply {

    /** Returns what the sender is shown: the answer, or one line that says why there is none. */
    String text();

    /**
     * An agent answered.
     *
     * @param text what an agent or a command says
     */
    record Answered(String text) implements Reply {}

    /**
     * No agent answered.
     *
     * @param reason what kind of failure it is
     * @param text why, in one line without secrets
     */
    record Failed(Reason reason, String text) implements Reply {}

    /** Why a message has no answer. */
    enum Reason {
        /** The sender may not use this command. */
        FORBIDDEN,
        /** Too many messages of this conversation wait. */
        BUSY,
        /** Too many turns run at the moment. */
        FULL,
        /** No model answered. */
        MODEL,
        /** The turn took longer than a turn may. */
        TIMED_OUT,
        /** The turn was stopped. */
        STOPPED,
        /** The program ends. */
        ENDING,
        /** The conversation could not be kept, or something unforeseen happened. */
        INTERNAL
    }
}
