package dev.agentreload.examples.gateway;

import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsReading;
import dev.agentreload.agents.routing.RoutingConfig;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.examples.gateway.channel.Hooks;
import dev.agentreload.examples.gateway.channel.HttpSettings;
import dev.agentreload.examples.gateway.provider.ChatProviders;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import dev.agentreload.examples.gateway.schedule.CronSection;
import dev.agentreload.examples.gateway.schedule.HeartbeatSection;
import java.util.List;
import java.util.Set;

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
        ConfigSection.of(document, problems).reportResemblingKeys(Set.of());
        return problems.inSourceOrder().stream()
                .filter(problem -> !isAboutNothing(problem, document))
                .toList();
    }

    /** Of a value that is not there yet, nothing is known but why. */
    private static boolean isAboutNothing(ConfigProblem problem, ConfigDocument document) {
        boolean unresolved = document.find(problem.path())
                .filter(node -> node instanceof ConfigString string && !string.isResolved())
                .isPresent();
        return unresolved
                && document.unresolved().stream().noneMatch(one -> one.reason().equals(problem.message()));
    }
}
