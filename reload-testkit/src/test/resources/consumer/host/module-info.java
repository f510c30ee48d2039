/** A host, as a module that knows the published ones. */
module example.host {
    requires transitive dev.agentreload.core;
    requires transitive dev.agentreload.models;
    requires transitive dev.agentreload.agents;

    exports example.host;
}
