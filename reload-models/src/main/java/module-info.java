// SPDX-License-Identifier: Apache-2.0
/** Models and providers for Agent Reload: the catalog, its discovery and the provider pool. */
module dev.agentreload.models {
    requires static transitive org.jspecify;
    requires transitive dev.agentreload.core;
    requires transitive java.net.http;
    requires com.google.common;

    exports dev.agentreload.models;
    exports dev.agentreload.models.file;
    exports dev.agentreload.models.http;
    exports dev.agentreload.models.provider;
}
