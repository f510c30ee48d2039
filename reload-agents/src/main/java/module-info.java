// SPDX-License-Identifier: Apache-2.0
/** Agents for Agent Reload: definitions, the registry, routing, sessions and commands. */
module dev.agentreload.agents {
    requires static transitive org.jspecify;
    requires transitive dev.agentreload.core;
    requires transitive dev.agentreload.models;
    requires com.google.common;

    exports dev.agentreload.agents;
    exports dev.agentreload.agents.command;
    exports dev.agentreload.agents.config;
    exports dev.agentreload.agents.routing;
    exports dev.agentreload.agents.session;
}
