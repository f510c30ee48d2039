// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import dev.agentreload.core.plan.ReloadPlan;

/** What a pipeline learns from the end of a command. */
final class ExitCode {

    static final int NOTHING_TO_DO = 0;
    static final int ERROR = 1;
    static final int CHANGES_TO_APPLY = 2;
    static final int RESTART_NEEDED = 3;

    private ExitCode() {}

    /** Returns what a plan asks for. */
    static int of(ReloadPlan plan) {
        if (plan.requiresRestart()) {
            return RESTART_NEEDED;
        }
        return plan.changes().isEmpty() ? NOTHING_TO_DO : CHANGES_TO_APPLY;
    }
}
