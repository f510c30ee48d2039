// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.Fingerprint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bindings of a configuration with their index, whatever agents there are. Never changes after it is built. */
final class BindingTable {

    private final ImmutableList<Binding> bindings;
    private final ImmutableSet<AgentId> agents;
    private final BindingIndex index;
    private final Map<Fingerprint, Binding> reusable;
    private final boolean namesAreUsable;

    private BindingTable(Builder builder) {
        this.bindings = builder.bindings.build();
        this.reusable = builder.reusable;
        this.agents =
                bindings.stream().flatMap(binding -> binding.agentId().stream()).collect(ImmutableSet.toImmutableSet());
        this.index = builder.index;
        this.namesAreUsable =
                bindings.stream().allMatch(binding -> binding.agentId().isPresent());
    }

    List<Binding> bindings() {
        return bindings;
    }

    /** Returns the agents that the bindings name. */
    Set<AgentId> agents() {
        return agents;
    }

    /** Returns whether every name that a binding gives its agent could be an agent's. */
    boolean namesAreUsable() {
        return namesAreUsable;
    }

    /** Returns the binding that was read from an element with this content and without a problem. */
    Optional<Binding> findReusable(Fingerprint content) {
        return Optional.ofNullable(reusable.get(content));
    }

    @Nullable
    IndexedBinding find(MatchTier tier, RouteRequest request) {
        return index.find(tier, request);
    }

    static final class Builder {

        private final ImmutableList.Builder<Binding> bindings = ImmutableList.builder();
        private final BindingIndex index = new BindingIndex();
        private final Map<Fingerprint, Binding> reusable = new HashMap<>();
        private int size;

        /** Adds a binding and returns the earlier one because of which it can never claim a message, if there is one. */
        Optional<Binding> add(Binding binding) {
            bindings.add(binding);
            return index.add(binding, size++);
        }

        /** Remembers a binding for the next reading. */
        void remember(Fingerprint content, Binding binding) {
            reusable.putIfAbsent(content, binding);
        }

        BindingTable build() {
            return new BindingTable(this);
        }
    }
}
