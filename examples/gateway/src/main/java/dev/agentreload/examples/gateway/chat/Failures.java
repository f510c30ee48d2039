// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

/** What is caught where a message, a request or a job ends, so that its failure ends nothing else. */
public final class Failures {

    private Failures() {}

    /** Throws on what leaves the process in no state to go on: every {@link VirtualMachineError} but a full stack. */
    public static void rethrowIfFatal(Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
