package dev.agentreload.examples.gateway.chat;

/** Says that no model answered, and which ones were asked. */
final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
        super(message);
    }
}
