// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

/** What a change asks of a running program. */
public enum Verdict {
    /** It can be applied while the program runs, by the actions of the rule. */
    HOT,
    /** It takes effect when the program is started anew. */
    RESTART,
    /** Nothing has to be done: the value takes effect when it is read. */
    NONE
}
