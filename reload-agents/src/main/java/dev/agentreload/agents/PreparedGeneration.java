package dev.agentreload.agents;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.config.ConfigProblem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A generation that was made and is not in effect yet. The steps of a reload from here on: {@link AgentRegistry#commit}, and
 * then {@link AgentRegistry#retireReplaced} or {@link AgentRegistry#rollback}; or else {@link AgentRegistry#discard}.
 *
 * @param base the generation in effect when this was made; null before the first
 * @param next the generation to come
 * @param built what was made for it, in the order in which it was finished
 * @param warnings what looks wrong in its document
 */
record PreparedGeneration<A>(
        @Nullable Generation<A> base,
        Generation<A> next,
        ImmutableList<BuiltAgent<A>> built,
        ImmutableList<ConfigProblem> warnings) {

    RegistryReload.Applied applied() {
        Set<AgentId> made = built.stream().map(BuiltAgent::id).collect(ImmutableSet.toImmutableSet());
        return new RegistryReload.Applied(
                next.snapshot().revision(),
                next.snapshot().ids().stream().filter(made::contains).toList(),
                next.snapshot().ids().stream().filter(id -> !made.contains(id)).toList(),
                base == null
                        ? ImmutableList.of()
                        : base.snapshot().ids().stream()
                                .filter(id -> next.snapshot().find(id).isEmpty())
                                .toList(),
                warnings);
    }
}
