package dev.agentreload.core.apply;

import org.jspecify.annotations.Nullable;

/** What host code throws, looked at with care: even its message may throw. */
final class Failures {

    /** Who has more to say than that says it in the log of the host; and causes can go in circles. */
    private static final int MOST_CAUSES = 4;

    private Failures() {}

    /** Returns the simple name of its class and its message, and the same of its causes: the last is often the one that says why. */
    static String describe(Throwable failure) {
        String text = describeAlone(failure);
        Throwable cause = failure.getCause();
        for (int causes = 0; cause != null && causes < MOST_CAUSES; causes++) {
            String why = messageOf(cause);
            text = why == null || text.contains(why) ? text : text + ", caused by " + describeAlone(cause);
            cause = cause.getCause();
        }
        return text;
    }

    private static String describeAlone(Throwable failure) {
        String message = messageOf(failure);
        String name = failure.getClass().getSimpleName();
        if (message == null || message.isEmpty()) {
            return name;
        }
        return failure instanceof MaskedException ? message : name + ": " + message;
    }

    static @Nullable String messageOf(Throwable failure) {
        try {
            return failure.getMessage();
        } catch (RuntimeException e) {
            return "its message threw " + e.getClass().getSimpleName();
        }
    }

    /** Returns whether the JVM itself is in trouble, so that whoever asked must learn of it by a throw. */
    static boolean isFatal(@Nullable Throwable failure) {
        return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
    }
}
