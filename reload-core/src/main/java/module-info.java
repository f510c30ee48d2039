// SPDX-License-Identifier: Apache-2.0
/** The core of Agent Reload: documents, their difference, the reload plan, and the components that apply it. */
module dev.agentreload.core {
    requires static transitive org.jspecify;
    requires transitive com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.google.common;
    requires static org.yaml.snakeyaml;

    exports dev.agentreload.core.apply;
    exports dev.agentreload.core.bind;
    exports dev.agentreload.core.config;
    exports dev.agentreload.core.diff;
    exports dev.agentreload.core.lease;
    exports dev.agentreload.core.participant;
    exports dev.agentreload.core.plan;
    exports dev.agentreload.core.runtime;
    exports dev.agentreload.core.schema;
    exports dev.agentreload.core.source;
}
