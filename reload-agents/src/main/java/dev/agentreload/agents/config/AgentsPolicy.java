package dev.agentreload.agents.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.Strictness;
import dev.agentreload.models.ModelsPolicy;
import java.util.Collection;
import java.util.Set;

/**
 * What a host adds to the configuration of agents. <em>Immutable.</em>
 *
 * @param models what it adds to the models; its strictness holds for agents as well
 * @param hostKeys keys of agents and their defaults that the host reads from {@link AgentDefinition#settings}, so that they
 *     are not reported as unknown
 */
public record AgentsPolicy(ModelsPolicy models, Set<String> hostKeys) {

    private static final AgentsPolicy STANDARD = new AgentsPolicy(ModelsPolicy.standard(), ImmutableSet.of());

    /** Copies the set. */
    public AgentsPolicy {
        requireNonNull(models, "models");
        hostKeys = ImmutableSet.copyOf(hostKeys);
    }

    /** Returns the policy of a host that adds nothing. */
    public static AgentsPolicy standard() {
        return STANDARD;
    }

    /** Returns the policy of a host that adds this to the models. */
    public static AgentsPolicy of(ModelsPolicy models) {
        return new AgentsPolicy(models, ImmutableSet.of());
    }

    /** Returns this policy with these keys in place of the ones it has. */
    public AgentsPolicy withHostKeys(Collection<String> keys) {
        return new AgentsPolicy(models, ImmutableSet.copyOf(keys));
    }

    /** Returns how possible mistakes are taken. */
    public Strictness strictness() {
        return models.strictness();
    }
}
