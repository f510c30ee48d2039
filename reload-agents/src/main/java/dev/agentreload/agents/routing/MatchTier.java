// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

/** The tier in which a message found its agent, from the most specific on. */
public enum MatchTier {
    /** No binding; the host named the agent. */
    NAMED("named"),
    /** A binding to the peer. */
    PEER("binding.peer"),
    /** A binding to the peer above the peer, such as the room around a thread. */
    PARENT_PEER("binding.peer.parent"),
    /** A binding to any peer of that kind. */
    PEER_WILDCARD("binding.peer.wildcard"),
    /** A binding to a guild and to roles, one of which the sender has. */
    GUILD_ROLES("binding.guild+roles"),
    /** A binding to a guild. */
    GUILD("binding.guild"),
    /** A binding to a team. */
    TEAM("binding.team"),
    /** A binding to an account of the channel. */
    ACCOUNT("binding.account"),
    /** A binding to every account of the channel. */
    CHANNEL("binding.channel"),
    /** No binding; the default agent answers. */
    DEFAULT("default");

    private final String id;

    MatchTier(String id) {
        this.id = id;
    }

    /** Returns the name for programs and logs, which does not change. */
    public String id() {
        return id;
    }
}
