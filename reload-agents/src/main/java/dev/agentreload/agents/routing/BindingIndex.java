// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the binding that claims a message, tier by tier. */
final class BindingIndex {

    private final Map<MatchTier, TierIndex> tiers = new EnumMap<>(MatchTier.class);

    /**
     * Adds the next binding of the list.
     *
     * @param place its place there
     * @return an earlier binding, if this one can never claim a message because of it
     */
    Optional<Binding> add(Binding binding, int place) {
        return tiers.computeIfAbsent(binding.match().tier(), tier -> new TierIndex())
                .add(binding, place);
    }

    /** Returns the first binding of the list that claims the message in this tier, or null. */
    @Nullable
    IndexedBinding find(MatchTier tier, RouteRequest request) {
        TierIndex index = tiers.get(tier == MatchTier.PARENT_PEER ? MatchTier.PEER : tier);
        RouteKey key = index == null ? null : RouteKey.of(tier, request);
        return index == null || key == null ? null : index.find(key, request.memberRoleIds());
    }
}
