// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.provider;

import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelsPolicy;
import dev.agentreload.models.ProviderPresets;

/** What this host adds to configurations: the echo, which answers where no model is named. */
public final class HostPolicy {

    /** What it adds to models; keys that no file gives come from the environment of the process. */
    public static final ModelsPolicy MODELS = ModelsPolicy.standard()
            .withPresets(ProviderPresets.standard().withEnvironment(System.getenv()))
            .withDefaultModel(new ModelRef("echo", "echo"));

    /** What it adds to agents: no section of its own, so that an unknown one is a mistake. */
    public static final AgentsPolicy AGENTS =
            AgentsPolicy.of(MODELS).withOtherSections(AgentsPolicy.OtherSections.REPORTED);

    private HostPolicy() {}
}
