package dev.agentreload.agents.routing;

import org.jspecify.annotations.Nullable;

/**
 * A binding in the index.
 *
 * @param place its place in the list, counted from 0
 * @param agent the binding's agent, null if its name is none: every route looks at it, and in a large index reading it from
 *     the binding would be one cache miss more
 */
record Candidate(int place, Binding binding, @Nullable AgentId agent) {}
