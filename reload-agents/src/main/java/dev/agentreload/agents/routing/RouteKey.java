// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a binding asks for in its tier, or what a message has in one. An empty string means that the binding does not ask,
 * or that the message does not have it; no id is empty.
 *
 * @param kind the kind of peer, empty in the tiers without one
 * @param role one role, since a message with several has as many keys
 */
record RouteKey(String channel, String account, String kind, String peer, String guild, String team, String role) {

    /** The set of forms with a role, as bits: forms 8 to 15. */
    static final int FORMS_WITH_ROLE = 0xff00;

    private static final int ACCOUNT = 1;
    private static final int GUILD = 2;
    private static final int TEAM = 4;
    private static final int ROLE = 8;

    /** Returns what the binding asks for, without a role. */
    static RouteKey of(BindingMatch match) {
        return new RouteKey(
                match.channel(),
                match.isAnyAccount() ? "" : match.accountId(),
                match.peer().map(peer -> peer.kind().interchangeable().id()).orElse(""),
                match.peer().map(RouteKey::idOf).orElse(""),
                match.guildId().orElse(""),
                match.teamId().orElse(""),
                "");
    }

    /** Returns what the message has, without a role; null if it lacks the peer that this tier is about. */
    static @Nullable RouteKey of(MatchTier tier, RouteRequest request) {
        return switch (tier) {
            case PEER -> ofPeer(request.peer().filter(Peer::isKnown), request);
            case PARENT_PEER -> ofPeer(request.parentPeer().filter(Peer::isKnown), request);
            case PEER_WILDCARD -> ofPeer(request.peer().map(peer -> new Peer(peer.kind(), BindingMatch.ANY)), request);
            case NAMED, GUILD_ROLES, GUILD, TEAM, ACCOUNT, CHANNEL, DEFAULT -> of("", "", request);
        };
    }

    private static @Nullable RouteKey ofPeer(Optional<Peer> peer, RouteRequest request) {
        return peer.map(found -> of(found.kind().interchangeable().id(), idOf(found), request))
                .orElse(null);
    }

    /** Session keys are in small letters: people who share a session must be routed alike. */
    private static String idOf(Peer peer) {
        return RouteRequest.normalize(peer.id());
    }

    private static RouteKey of(String kind, String peer, RouteRequest request) {
        return new RouteKey(
                request.channel(),
                request.accountId(),
                kind,
                peer,
                request.guildId().orElse(""),
                request.teamId().orElse(""),
                "");
    }

    RouteKey withRole(String id) {
        return new RouteKey(channel, account, kind, peer, guild, team, id);
    }

    /** Returns which of the constraints beside channel and peer are there, as a number from 0 to 15. */
    int form() {
        return (account.isEmpty() ? 0 : ACCOUNT)
                | (guild.isEmpty() ? 0 : GUILD)
                | (team.isEmpty() ? 0 : TEAM)
                | (role.isEmpty() ? 0 : ROLE);
    }

    /**
     * Returns this key without the constraints that the form lacks, as one text: a look-up then touches one string instead
     * of seven, and in a large index every one costs a cache miss. Lengths before the parts keep them apart.
     */
    String text(int form) {
        StringBuilder text = new StringBuilder(64);
        append(text, channel);
        append(text, kind);
        append(text, peer);
        append(text, (form & ACCOUNT) == 0 ? "" : account);
        append(text, (form & GUILD) == 0 ? "" : guild);
        append(text, (form & TEAM) == 0 ? "" : team);
        append(text, (form & ROLE) == 0 ? "" : role);
        return text.toString();
    }

    private static void append(StringBuilder text, String part) {
        text.append((char) (part.length() >>> Character.SIZE))
                .append((char) part.length())
                .append(part);
    }
}
