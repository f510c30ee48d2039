// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which direct conversations with an agent share one session. */
public enum SessionScope {
    /** All of them. */
    MAIN("main"),
    /** Those of one person, on whatever channel. */
    PER_PEER("per-peer"),
    /** Those of one person on one channel. */
    PER_CHANNEL_PEER("per-channel-peer"),
    /** Those of one person with one of the host's accounts on one channel. */
    PER_ACCOUNT_CHANNEL_PEER("per-account-channel-peer");

    private final String id;

    SessionScope(String id) {
        this.id = id;
    }

    /** Returns the word that configurations use. */
    public String id() {
        return id;
    }

    /** Returns the scope with this word, or with the one that newer files of PicoClaw have for it. */
    public static Optional<SessionScope> parse(String text) {
        String word = RouteRequest.normalize(text);
        return switch (word) {
            case "global" -> Optional.of(MAIN);
            case "per-channel" -> Optional.of(PER_CHANNEL_PEER);
            default ->
                Arrays.stream(values()).filter(scope -> scope.id.equals(word)).findFirst();
        };
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(SessionScope::id).toList();
    }
}
