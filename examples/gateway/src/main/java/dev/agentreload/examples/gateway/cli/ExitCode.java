// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

/** What a pipeline learns from the end of a command. */
final class ExitCode {

    static final int NOTHING_TO_DO = 0;
    static final int ERROR = 1;
    static final int CHANGES_TO_APPLY = 2;
    static final int RESTART_NEEDED = 3;

    private ExitCode() {}
}
