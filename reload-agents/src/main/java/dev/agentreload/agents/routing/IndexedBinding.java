// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import org.jspecify.annotations.Nullable;

/**
 * A binding in the index, under one of its keys.
 *
 * @param place its place in the list, counted from 0
 * @param agent the binding's agent, null if its name is none: every route looks at it, and in a large index reading it from
 *     the binding would be one cache miss more
 * @param key the text of what the binding asks for; the last one, since collectors that copy depth first then put it beside this
 *     object
 */
record IndexedBinding(int place, Binding binding, @Nullable AgentId agent, String key) {

    static IndexedBinding of(int place, Binding binding, String key) {
        return new IndexedBinding(place, binding, binding.agentId().orElse(null), key);
    }
}
