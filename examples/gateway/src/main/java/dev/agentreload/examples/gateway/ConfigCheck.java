package dev.agentreload.examples.gateway;

import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsReading;
import dev.agentreload.agents.routing.RoutingConfig;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.examples.gateway.channel.Hooks;
import dev.agentreload.examples.gateway.channel.HttpSettings;
import dev.agentreload.examples.gateway.provider.ChatProviders;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import dev.agentreload.examples.gateway.schedule.CronSection;
import dev.agentreload.examples.gateway.schedule.HeartbeatSection;
import java.util.List;

/** Everything that is wrong or looks wrong in a document that can be read. */
final class ConfigCheck {

    private ConfigCheck() {}

    static List<ConfigProblem> problems(ConfigDocument document) {
        ProblemCollector problems = new ProblemCollector();
        AgentsReading agents = AgentsConfig.read(document, HostPolicy.AGENTS);
        problems.addAll(agents.problems());
        if (agents instanceof AgentsReading.Read read) {
            problems.addAll(RoutingConfig.read(
                            document, read.config().ids(), read.config().defaultAgent())
                    .problems());
            problems.addAll(ChatProviders.problems(read.config().models(), document));
        }
        Hooks.read(document, problems);
        CronSection.read(document, problems);
        HeartbeatSection.read(document, problems);
        HttpSettings.read(document, problems);
        return problems.inSourceOrder();
    }
}
