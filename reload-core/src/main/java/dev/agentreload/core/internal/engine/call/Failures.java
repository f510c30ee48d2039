// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.call;

import dev.agentreload.core.apply.MaskedException;
import dev.agentreload.core.runtime.CallbackFailures;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what host code threw. Each of its methods may throw, return null, or return a text without end; nothing here throws for
 * that, but for errors of the JVM itself.
 */
public final class Failures {

    /** The host's log has more, and causes can form a cycle. */
    private static final int MOST_CAUSES = 4;

    /** A longer message is cut: it goes to logs and chats. */
    public static final int LONGEST_MESSAGE = 10_000;

    private Failures() {}

    /** Returns the simple name of its class and its message, and the same of its causes: the last is often the one that says why. */
    public static String describe(Throwable failure) {
        String text = describeAlone(failure);
        Throwable cause = causeOf(failure);
        for (int causes = 0; cause != null && causes < MOST_CAUSES; causes++) {
            String why = messageOf(cause);
            text = why == null || text.contains(why) ? text : text + ", caused by " + describe(cause, why);
            cause = causeOf(cause);
        }
        return text;
    }

    private static String describeAlone(Throwable failure) {
        return describe(failure, messageOf(failure));
    }

    private static String describe(Throwable failure, @Nullable String message) {
        if (message == null || message.isEmpty()) {
            return nameOf(failure);
        }
        return failure instanceof MaskedException ? message : nameOf(failure) + ": " + message;
    }

    /** Returns the simple name of the class, or the last part of its full name if it has none. */
    public static String nameOf(Throwable failure) {
        String name = failure.getClass().getName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    /** Returns the message, cut if it is long, or a text that says why there is none to read. */
    static @Nullable String messageOf(Throwable failure) {
        String message = read(failure::getMessage, "its message");
        return message == null || message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, LONGEST_MESSAGE) + "… (" + message.length() + " characters)";
    }

    /** Returns the text, or one that says what reading it threw. */
    public static @Nullable String read(Supplier<@Nullable String> text, String what) {
        try {
            return text.get();
        } catch (Throwable thrown) {
            CallbackFailures.rethrowIfFatal(thrown);
            return what + " threw " + nameOf(thrown);
        }
    }

    private static @Nullable Throwable causeOf(Throwable failure) {
        try {
            return failure.getCause();
        } catch (Throwable thrown) {
            CallbackFailures.rethrowIfFatal(thrown);
            return null; // there is nothing to describe; the mask says that it could not be read
        }
    }
}
