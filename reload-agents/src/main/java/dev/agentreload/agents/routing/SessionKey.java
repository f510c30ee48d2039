// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;

/**
 * Names a conversation whose history is kept together, such as {@code agent:coder:telegram:group:-100123}.
 *
 * <p>{@link SessionKeys} makes the keys of routed messages; a host may make others. <em>Immutable.</em>
 *
 * @param value the key; compared exactly
 */
public record SessionKey(String value) {

    private static final String AGENT = "agent:";

    /**
     * Rejects a blank key.
     *
     * @throws IllegalArgumentException if the key is blank
     */
    public SessionKey {
        checkArgument(!value.isBlank(), "a session key must not be blank");
    }

    /** Returns the key of a thread inside this conversation. */
    public SessionKey thread(String threadId) {
        return new SessionKey(value + ":thread:" + RouteRequest.normalize(threadId));
    }

    /** Returns the agent that the key belongs to, if it has the form {@code agent:ID:REST}. */
    public Optional<AgentId> agentId() {
        int end = value.startsWith(AGENT) ? value.indexOf(':', AGENT.length()) : -1;
        return end < 0 || end + 1 == value.length()
                ? Optional.empty()
                : AgentId.normalize(value.substring(AGENT.length(), end));
    }

    /** Returns the bare key. */
    @Override
    public String toString() {
        return value;
    }
}
