// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import java.util.List;
import java.util.stream.Collectors;

/** Lists in a message of a chat, which has no space for long ones. */
final class ChatText {

    static final int MOST_LISTED = 20;

    private ChatText() {}

    static String names(List<?> items) {
        return items.isEmpty() ? "none" : joined(items, ", ", " ");
    }

    /** Returns a line for each item. */
    static String lines(List<?> items) {
        return joined(items, "\n", "\n");
    }

    private static String joined(List<?> items, String separator, String beforeMore) {
        return items.stream().limit(MOST_LISTED).map(Object::toString).collect(Collectors.joining(separator))
                + (items.size() > MOST_LISTED ? beforeMore + "and " + (items.size() - MOST_LISTED) + " more" : "");
    }
}
