// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static java.util.Objects.requireNonNull;

/**
 * The other side of a conversation. <em>Immutable.</em>
 *
 * @param kind what it is
 * @param id its id on the channel, without blanks around it, as the platform spells it; empty if the channel does not say it.
 *     Bindings and session keys take two ids that differ in letter case alone for one
 */
public record Peer(PeerKind kind, String id) {

    /** Strips the id. */
    public Peer {
        requireNonNull(kind, "kind");
        id = id.strip();
    }

    /** Returns whether the channel says who it is. */
    public boolean isKnown() {
        return !id.isEmpty();
    }
}
