// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.config.ParsedAgents;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.config.ProblemCollector;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a document says about a generation, before anything is made. <em>Immutable.</em>
 *
 * @param document the document, with fingerprints that can be compared with the earlier one's
 * @param base the generation from which unchanged readings were taken over; null without one
 * @param parts agents and routes; empty if they cannot be used
 * @param problems all that is wrong, and the warnings
 */
record GenerationPlan(
        ConfigDocument document, @Nullable AgentSnapshot<?> base, Optional<Parts> parts, List<ConfigProblem> problems) {

    /** What a generation is made of. */
    record Parts(AgentsConfig config, Router router) {}

    static GenerationPlan read(ConfigDocument document, AgentsPolicy policy, @Nullable AgentSnapshot<?> base) {
        ParsedAgents agents =
                base == null ? AgentsConfig.read(document, policy) : AgentsConfig.read(document, policy, base.config());
        Parsed<Router> routing = base == null ? agents.routing(document) : agents.routing(document, base.router());
        // also if the agents cannot be used, so that all problems are reported at once
        ProblemCollector problems = new ProblemCollector();
        problems.addAll(agents.problems());
        problems.addAll(routing.problems());
        Optional<Parts> parts =
                problems.hasErrors() ? Optional.empty() : Optional.of(new Parts(agents.orThrow(), routing.orThrow()));
        return new GenerationPlan(document, base, parts, problems.folded());
    }

    /** Returns whether this was read from this very document, beside this generation. */
    @SuppressWarnings("ReferenceEquality") // an equal document has other positions
    boolean isOf(ConfigDocument other, @Nullable AgentSnapshot<?> otherBase) {
        return document == other && base == otherBase;
    }
}
