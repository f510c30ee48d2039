// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a message must have for a binding to claim it: all of this. <em>Immutable.</em>
 *
 * @param channel the channel, in small letters
 * @param accountId the account, in small letters; {@link #ANY} for every account
 * @param peer the peer, whose id is {@link #ANY} for every peer of that kind
 * @param guildId the guild
 * @param roles the roles of which the sender must have one; empty if they do not matter
 * @param teamId the team
 */
public record BindingMatch(
        String channel,
        String accountId,
        Optional<Peer> peer,
        Optional<String> guildId,
        Set<String> roles,
        Optional<String> teamId) {

    /** The id that stands for every account or every peer. */
    public static final String ANY = "*";

    /** Copies the set. */
    public BindingMatch {
        requireNonNull(channel, "channel");
        requireNonNull(accountId, "accountId");
        requireNonNull(peer, "peer");
        requireNonNull(guildId, "guildId");
        requireNonNull(teamId, "teamId");
        roles = ImmutableSet.copyOf(roles);
    }

    /** Returns whether the account does not matter. */
    public boolean isAnyAccount() {
        return accountId.equals(ANY);
    }

    /**
     * Returns the one tier in which this matches, that of the most specific thing it names; never
     * {@link MatchTier#PARENT_PEER}, in which a binding to the parent itself matches, and neither {@link MatchTier#NAMED} nor {@link MatchTier#DEFAULT}.
     */
    public MatchTier tier() {
        if (peer.isPresent()) {
            return peer.get().id().equals(ANY) ? MatchTier.PEER_WILDCARD : MatchTier.PEER;
        }
        if (guildId.isPresent()) {
            return roles.isEmpty() ? MatchTier.GUILD : MatchTier.GUILD_ROLES;
        }
        if (teamId.isPresent()) {
            return MatchTier.TEAM;
        }
        return isAnyAccount() ? MatchTier.CHANNEL : MatchTier.ACCOUNT;
    }

    /** Returns the tier alone: the ids may have come through placeholders and be secret. */
    @Override
    public String toString() {
        return tier().id();
    }
}
