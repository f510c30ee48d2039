// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a message comes from, as far as routing looks at it. Ids are compared without the blanks around them; channel,
 * account and peers also without regard to letter case, as in {@link SessionKeys}, all others exactly. <em>Immutable.</em>
 *
 * @param channel the channel, such as {@code telegram}
 * @param accountId the host's account on that channel; {@link #DEFAULT_ACCOUNT} if it has just one
 * @param peer the other side of the conversation
 * @param parentPeer what the peer belongs to, such as the room around a thread
 * @param guildId the guild or server
 * @param memberRoleIds the sender's roles there
 * @param teamId the team or workspace
 */
public record RouteRequest(
        String channel,
        String accountId,
        Optional<Peer> peer,
        Optional<Peer> parentPeer,
        Optional<String> guildId,
        Set<String> memberRoleIds,
        Optional<String> teamId) {

    /** The account that is meant when none is named. */
    public static final String DEFAULT_ACCOUNT = "default";

    /**
     * Normalises the ids; blank ones count as absent.
     *
     * @throws IllegalArgumentException if the channel is blank
     */
    public RouteRequest {
        channel = normalize(channel);
        checkArgument(!channel.isEmpty(), "a message comes from a channel, whose name must not be blank");
        accountId = account(accountId);
        requireNonNull(peer, "peer");
        requireNonNull(parentPeer, "parentPeer");
        guildId = stripped(guildId);
        memberRoleIds = ids(memberRoleIds);
        teamId = stripped(teamId);
    }

    /** Returns the request of a message of which only the channel is known. */
    public static RouteRequest of(String channel) {
        return builder(channel).build();
    }

    /** Returns a builder for the request of a message from this channel. */
    public static Builder builder(String channel) {
        requireNonNull(channel, "channel");
        return new Builder(channel);
    }

    static String normalize(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    static String account(String text) {
        String normalized = normalize(text);
        return normalized.isEmpty() ? DEFAULT_ACCOUNT : normalized;
    }

    static Optional<String> stripped(Optional<String> id) {
        return id.map(String::strip).filter(text -> !text.isEmpty());
    }

    static ImmutableSet<String> ids(Collection<String> ids) {
        return ids.stream().map(String::strip).filter(id -> !id.isEmpty()).collect(ImmutableSet.toImmutableSet());
    }

    /** Gathers what a channel knows about a message. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private final String channel;
        private String accountId = DEFAULT_ACCOUNT;
        private Optional<Peer> peer = Optional.empty();
        private Optional<Peer> parentPeer = Optional.empty();
        private Optional<String> guildId = Optional.empty();
        private Set<String> memberRoleIds = ImmutableSet.of();
        private Optional<String> teamId = Optional.empty();

        private Builder(String channel) {
            this.channel = channel;
        }

        /** Names the host's account on the channel. */
        public Builder accountId(String id) {
            accountId = requireNonNull(id, "id");
            return this;
        }

        /** Names the other side of the conversation. */
        public Builder peer(PeerKind kind, String id) {
            peer = Optional.of(new Peer(kind, id));
            return this;
        }

        /** Names what the peer belongs to. */
        public Builder parentPeer(PeerKind kind, String id) {
            parentPeer = Optional.of(new Peer(kind, id));
            return this;
        }

        /** Names the guild. */
        public Builder guildId(String id) {
            guildId = Optional.of(id);
            return this;
        }

        /** Names the sender's roles in the guild. */
        public Builder memberRoleIds(Collection<String> ids) {
            memberRoleIds = ImmutableSet.copyOf(ids);
            return this;
        }

        /** Names the team. */
        public Builder teamId(String id) {
            teamId = Optional.of(id);
            return this;
        }

        /**
         * Returns the request.
         *
         * @throws IllegalArgumentException if the channel is blank
         */
        public RouteRequest build() {
            return new RouteRequest(channel, accountId, peer, parentPeer, guildId, memberRoleIds, teamId);
        }
    }
}
