package dev.agentreload.agents.config;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import java.util.List;

/** What became of reading the agents of a configuration. */
public sealed interface AgentsReading {

    /**
     * Returns the agents.
     *
     * @throws InvalidConfigException if there are none to use
     */
    AgentsConfig orThrow();

    /** Returns all problems and warnings, about agents and about models, in the order of the file. */
    List<ConfigProblem> problems();

    /**
     * The agents can be used.
     *
     * @param config what the configuration says
     * @param problems the warnings
     */
    record Read(AgentsConfig config, List<ConfigProblem> problems) implements AgentsReading {

        /** Copies the list. */
        public Read {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public AgentsConfig orThrow() {
            return config;
        }
    }

    /**
     * The agents cannot be used.
     *
     * @param problems all that is wrong, and the warnings
     */
    record Refused(List<ConfigProblem> problems) implements AgentsReading {

        /** Copies the list. */
        public Refused {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public AgentsConfig orThrow() {
            throw new InvalidConfigException(problems);
        }
    }
}
