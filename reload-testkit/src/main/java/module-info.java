// SPDX-License-Identifier: Apache-2.0
/** Fakes, recorders, contract kits and generators for the tests of hosts that use Agent Reload. */
module dev.agentreload.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.agentreload.core;
    requires transitive dev.agentreload.models;
    requires transitive dev.agentreload.agents;
    requires transitive org.assertj.core;
    requires static org.junit.jupiter.api;
    requires static net.jqwik.api;
    requires com.google.common;
    requires jdk.httpserver;

    exports dev.agentreload.testkit;
    exports dev.agentreload.testkit.assertions;
    exports dev.agentreload.testkit.contract;
    exports dev.agentreload.testkit.fake;
    exports dev.agentreload.testkit.fault;
    exports dev.agentreload.testkit.generators;
    exports dev.agentreload.testkit.server;
}
