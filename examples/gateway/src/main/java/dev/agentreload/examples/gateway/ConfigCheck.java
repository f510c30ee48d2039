package dev.agentreload.examples.gateway;

import dev.agentreload.agents.AgentsConfig;
import dev.agentreload.agents.AgentsReading;
import dev.agentreload.agents.routing.RoutingConfig;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong or looks wrong in a document that can be read. */
final class ConfigCheck {

    private ConfigCheck() {}

    static List<ConfigProblem> problems(ConfigDocument document) {
        AgentsReading agents = AgentsConfig.read(document);
        List<ConfigProblem> problems = new ArrayList<>(agents.problems());
        if (agents instanceof AgentsReading.Read read) {
            problems.addAll(RoutingConfig.read(
                            document, read.config().ids(), read.config().defaultAgent())
                    .problems());
        }
        return problems;
    }
}
