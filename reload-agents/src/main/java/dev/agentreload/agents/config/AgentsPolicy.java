// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.Strictness;
import dev.agentreload.models.ModelsPolicy;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a host adds to the configuration of agents. <em>Immutable.</em>
 */
public final class AgentsPolicy {

    private static final AgentsPolicy STANDARD = of(ModelsPolicy.standard());

    private final ModelsPolicy models;
    private final Set<String> hostKeys;
    private final Set<String> hostSections;
    private final OtherSections otherSections;
    private final SectionKeys agentKeys;
    private final SectionKeys keys;

    /** How keys at the root are taken that neither OpenClaw nor PicoClaw document nor the host declares. */
    public enum OtherSections {
        /** Other components may read them; only those that look misspelt are reported. */
        ALLOWED,
        /** They are reported, and a document that has no other section is refused, since it is of another program. */
        REPORTED
    }

    private AgentsPolicy(
            ModelsPolicy models, Set<String> hostKeys, Set<String> hostSections, OtherSections otherSections) {
        this.models = requireNonNull(models, "models");
        this.hostKeys = ImmutableSet.copyOf(hostKeys);
        this.hostSections = ImmutableSet.copyOf(hostSections);
        this.otherSections = requireNonNull(otherSections, "otherSections");
        this.agentKeys = AgentKeys.agent(this.hostKeys);
        this.keys = RootKeys.keys(agentKeys, this.hostSections, otherSections);
    }

    /** Returns the keys of one agent, and of the defaults. */
    SectionKeys agentKeys() {
        return agentKeys;
    }

    /** Returns the keys at the root. */
    SectionKeys keys() {
        return keys;
    }

    /** Returns what it adds to the models; its strictness holds for agents as well. */
    public ModelsPolicy models() {
        return models;
    }

    /**
     * Returns keys of agents and their defaults that the host reads from {@link AgentDefinition#settings}, so that they are
     * not reported as unknown.
     */
    public Set<String> hostKeys() {
        return hostKeys;
    }

    /**
     * Returns keys at the root that are the host's own, so that they are neither taken for a misspelt section nor for an old
     * one.
     */
    public Set<String> hostSections() {
        return hostSections;
    }

    /** Returns the policy of a host that adds nothing. */
    public static AgentsPolicy standard() {
        return STANDARD;
    }

    /** Returns the policy of a host that adds this to the models. */
    public static AgentsPolicy of(ModelsPolicy models) {
        return new AgentsPolicy(models, ImmutableSet.of(), ImmutableSet.of(), OtherSections.ALLOWED);
    }

    /** Returns this policy with these keys in place of the ones it has. */
    public AgentsPolicy withHostKeys(Collection<String> keys) {
        return new AgentsPolicy(models, ImmutableSet.copyOf(keys), hostSections, otherSections);
    }

    /** Returns this policy with these sections of the host in place of the ones it has. */
    public AgentsPolicy withHostSections(Collection<String> keys) {
        return new AgentsPolicy(models, hostKeys, ImmutableSet.copyOf(keys), otherSections);
    }

    /** Returns how unknown keys at the root are treated. */
    public OtherSections otherSections() {
        return otherSections;
    }

    /** Returns this policy with other sections taken in this way. */
    public AgentsPolicy withOtherSections(OtherSections other) {
        return new AgentsPolicy(models, hostKeys, hostSections, other);
    }

    /** Returns how possible mistakes are taken. */
    public Strictness strictness() {
        return models.strictness();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AgentsPolicy that
                && models.equals(that.models)
                && hostKeys.equals(that.hostKeys)
                && hostSections.equals(that.hostSections)
                && otherSections == that.otherSections;
    }

    @Override
    public int hashCode() {
        return Objects.hash(models, hostKeys, hostSections, otherSections);
    }

    @Override
    public String toString() {
        return "AgentsPolicy[%s, hostKeys=%s, hostSections=%s]".formatted(models, hostKeys, hostSections);
    }
}
