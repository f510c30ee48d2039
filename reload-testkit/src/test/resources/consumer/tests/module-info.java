/** The tests of a host. They are exported, and nothing is open. */
module example.host.tests {
    requires example.host;
    requires dev.agentreload.testkit;
    requires org.junit.jupiter.api;
    requires org.junit.platform.launcher;

    exports example.host.tests;
}
