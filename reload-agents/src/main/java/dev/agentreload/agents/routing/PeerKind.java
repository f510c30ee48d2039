// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a peer is: the other side of a conversation. */
public enum PeerKind {
    /** One person. */
    DIRECT("direct"),
    /** A closed circle of people. */
    GROUP("group"),
    /** An open room. Platforms do not agree where it differs from a {@link #GROUP}: bindings take one for the other. */
    CHANNEL("channel"),
    /** A topic inside a group. */
    TOPIC("topic");

    private final String id;

    PeerKind(String id) {
        this.id = id;
    }

    /** Returns the word that configurations and session keys use. */
    public String id() {
        return id;
    }

    /** Returns the kind that a configuration or an adapter means, {@code dm} being another word for {@code direct}. */
    public static Optional<PeerKind> parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        String canonical = word.equals("dm") ? DIRECT.id : word;
        return Arrays.stream(values()).filter(kind -> kind.id.equals(canonical)).findFirst();
    }

    /** Returns the words of all kinds. */
    static List<String> ids() {
        return Arrays.stream(values()).map(PeerKind::id).toList();
    }

    /** Returns the kind that stands for all which bindings take for each other. */
    PeerKind interchangeable() {
        return this == CHANNEL ? GROUP : this;
    }
}
