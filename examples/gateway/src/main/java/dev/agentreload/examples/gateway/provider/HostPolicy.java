package dev.agentreload.examples.gateway.provider;

import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelsPolicy;

/** What this host adds to configurations: the echo, which answers where no model is named. */
public final class HostPolicy {

    /** What it adds to models. */
    public static final ModelsPolicy MODELS = ModelsPolicy.standard().withDefaultModel(new ModelRef("echo", "echo"));

    /** What it adds to agents. */
    public static final AgentsPolicy AGENTS = AgentsPolicy.of(MODELS);

    private HostPolicy() {}
}
