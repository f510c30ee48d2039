// SPDX-License-Identifier: Apache-2.0
/** Meters for Agent Reload. */
@SuppressWarnings("requires-transitive-automatic")
module dev.agentreload.micrometer {
    requires static transitive org.jspecify;
    requires transitive dev.agentreload.agents;
    requires transitive micrometer.core;

    exports dev.agentreload.micrometer;
}
