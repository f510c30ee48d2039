package dev.agentreload.agents;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.config.AgentsReading;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.agents.routing.RoutingConfig;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.Strictness;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a document says about a generation, before anything is made. <em>Immutable.</em>
 *
 * @param document the document, with fingerprints that can be compared with the earlier one's
 * @param parts agents and routes; empty if they cannot be used
 * @param problems all that is wrong, and the warnings
 */
record GenerationPlan(ConfigDocument document, Optional<Parts> parts, List<ConfigProblem> problems) {

    /** What a generation is made of. */
    record Parts(AgentsConfig config, Router router) {}

    static GenerationPlan read(ConfigDocument document, AgentsPolicy policy, @Nullable AgentSnapshot<?> base) {
        AgentsReading agents =
                base == null ? AgentsConfig.read(document, policy) : AgentsConfig.read(document, policy, base.config());
        RoutingConfig routing = routing(document, agents, base);
        ProblemCollector problems = new ProblemCollector();
        problems.addAll(agents.problems());
        routing.problems().stream()
                .filter(problem -> agents instanceof AgentsReading.Read || problem.isError())
                .map(problem -> policy.strictness() == Strictness.STRICT
                        ? problem.withSeverity(ConfigProblem.Severity.ERROR)
                        : problem)
                .forEach(problems::add);
        Optional<Parts> parts =
                problems.hasErrors() ? Optional.empty() : Optional.of(new Parts(agents.orThrow(), routing.orThrow()));
        return new GenerationPlan(document, parts, problems.inSourceOrder());
    }

    /** Routes of agents that cannot be used are read for what is wrong with them alone. */
    private static RoutingConfig routing(
            ConfigDocument document, AgentsReading agents, @Nullable AgentSnapshot<?> base) {
        if (!(agents instanceof AgentsReading.Read read)) {
            return RoutingConfig.read(document, ImmutableSet.of(AgentId.MAIN), AgentId.MAIN);
        }
        AgentsConfig config = read.config();
        return base == null
                ? RoutingConfig.read(document, config.ids(), config.defaultAgent())
                : RoutingConfig.read(document, config.ids(), config.defaultAgent(), base.router());
    }
}
