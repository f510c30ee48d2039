// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which messages belong to one conversation.
 *
 * <p>Every agent has a main session. A direct conversation has the session that the {@linkplain SessionScope scope} gives
 * it; every group, channel and topic has its own. Keys are in small letters. <em>Immutable; safe for use by multiple
 * threads.</em>
 */
public final class SessionKeys {

    private static final String DEFAULT_MAIN_KEY = "main";
    private static final String UNKNOWN = "unknown";

    private final SessionScope scope;
    private final String mainKey;

    /** Names of people by the ids they have, with or without the channel before them. */
    private final ImmutableMap<String, String> identities;

    private SessionKeys(SessionScope scope, String mainKey, ImmutableMap<String, String> identities) {
        this.scope = scope;
        this.mainKey = mainKey;
        this.identities = identities;
    }

    /** Returns the keys under this scope, without identity links. */
    public static SessionKeys of(SessionScope scope) {
        return new SessionKeys(requireNonNull(scope, "scope"), DEFAULT_MAIN_KEY, ImmutableMap.of());
    }

    /** Returns these keys with another last part of the main sessions' keys; a blank one means {@code main}. */
    public SessionKeys withMainKey(String key) {
        String normalized = RouteRequest.normalize(key);
        return new SessionKeys(scope, normalized.isEmpty() ? DEFAULT_MAIN_KEY : normalized, identities);
    }

    /**
     * Returns these keys, under which the direct conversations of people with several ids go by their name.
     *
     * @param names for every id, written {@code ID} or {@code CHANNEL:ID} in any letter case, the person's name
     */
    public SessionKeys withIdentities(Map<String, String> names) {
        ImmutableMap.Builder<String, String> normalized = ImmutableMap.builder();
        names.forEach((id, name) -> normalized.put(RouteRequest.normalize(id), RouteRequest.normalize(name)));
        return new SessionKeys(scope, mainKey, normalized.buildKeepingLast());
    }

    /** Returns which direct conversations share a session. */
    public SessionScope scope() {
        return scope;
    }

    /** Returns the key of the agent's main session. */
    public SessionKey main(AgentId agent) {
        requireNonNull(agent, "agent");
        return new SessionKey("agent:" + agent + ":" + mainKey);
    }

    /** Returns the key of the conversation that a message to this agent belongs to. */
    public SessionKey keyFor(AgentId agent, RouteRequest request) {
        requireNonNull(agent, "agent");
        requireNonNull(request, "request");
        Optional<Peer> peer = request.peer();
        if (peer.isEmpty()) {
            return main(agent);
        }
        return peer.get().kind() == PeerKind.DIRECT
                ? direct(agent, request, peer.get())
                : new SessionKey("agent:" + agent + ":" + request.channel() + ":"
                        + peer.get().kind().id() + ":" + roomId(peer.get()));
    }

    private SessionKey direct(AgentId agent, RouteRequest request, Peer peer) {
        if (!peer.isKnown()) {
            return main(agent);
        }
        String ending = "direct:" + person(request.channel(), RouteRequest.normalize(peer.id()));
        return switch (scope) {
            case MAIN -> main(agent);
            case PER_PEER -> new SessionKey("agent:" + agent + ":" + ending);
            case PER_CHANNEL_PEER -> new SessionKey("agent:" + agent + ":" + request.channel() + ":" + ending);
            case PER_ACCOUNT_CHANNEL_PEER ->
                new SessionKey("agent:" + agent + ":" + request.channel() + ":" + request.accountId() + ":" + ending);
        };
    }

    /** Some adapters put the channel before the id themselves; such an id is linked with and without it. */
    private String person(String channel, String id) {
        String prefix = channel + ":";
        Stream<String> spellings =
                Stream.of(prefix + id, id, id.startsWith(prefix) ? id.substring(prefix.length()) : id);
        return spellings
                .flatMap(spelling -> Optional.ofNullable(identities.get(spelling)).stream())
                .findFirst()
                .orElse(id);
    }

    private static String roomId(Peer peer) {
        return peer.isKnown() ? RouteRequest.normalize(peer.id()) : UNKNOWN;
    }
}
