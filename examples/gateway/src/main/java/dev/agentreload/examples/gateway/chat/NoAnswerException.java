// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

/** Says that no model answered, and which ones were asked. */
public final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String failures;

    NoAnswerException(String failures) {
        super(failures);
        this.failures = failures;
    }

    /** Returns each model that was asked, and why it did not answer. */
    String failures() {
        return failures;
    }
}
