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
 * @param hostSections keys at the root that are the host's own, so that they are neither taken for a misspelt section nor for an
 *     old one
 */
public record AgentsPolicy(ModelsPolicy models, Set<String> hostKeys, Set<String> hostSections) {

    private static final AgentsPolicy STANDARD = of(ModelsPolicy.standard());

    /** Copies the sets. */
    public AgentsPolicy {
        requireNonNull(models, "models");
        hostKeys = ImmutableSet.copyOf(hostKeys);
        hostSections = ImmutableSet.copyOf(hostSections);
    }

    /** Returns the policy of a host that adds nothing. */
    public static AgentsPolicy standard() {
        return STANDARD;
    }

    /** Returns the policy of a host that adds this to the models. */
    public static AgentsPolicy of(ModelsPolicy models) {
        return new AgentsPolicy(models, ImmutableSet.of(), ImmutableSet.of());
    }

    /** Returns this policy with these keys in place of the ones it has. */
    public AgentsPolicy withHostKeys(Collection<String> keys) {
        return new AgentsPolicy(models, ImmutableSet.copyOf(keys), hostSections);
    }

    /** Returns this policy with these sections of the host in place of the ones it has. */
    public AgentsPolicy withHostSections(Collection<String> keys) {
        return new AgentsPolicy(models, hostKeys, ImmutableSet.copyOf(keys));
    }

    /** Returns how possible mistakes are taken. */
    public Strictness strictness() {
        return models.strictness();
    }
}
