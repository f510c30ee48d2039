package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.config.ConfigProblem;
import java.util.List;

/** What became of reloading a registry. Unless it is {@link Applied}, everything is as it was before. */
public sealed interface RegistryReload {

    /**
     * The new generation is in effect.
     *
     * @param revision its number
     * @param agents which agents were made and which were kept
     * @param warnings what looks wrong in the document
     */
    record Applied(long revision, AgentChanges agents, List<ConfigProblem> warnings) implements RegistryReload {

        /** Copies the list. */
        public Applied {
            requireNonNull(agents, "agents");
            warnings = ImmutableList.copyOf(warnings);
        }
    }

    /**
     * The document is the one in effect.
     *
     * @param revision the number of the generation in effect
     */
    record Unchanged(long revision) implements RegistryReload {}

    /**
     * The document cannot be used.
     *
     * @param problems all that is wrong, and the warnings
     */
    record Invalid(List<ConfigProblem> problems) implements RegistryReload {

        /** Copies the list. */
        public Invalid {
            problems = ImmutableList.copyOf(problems);
        }
    }

    /**
     * An agent could not be made. Those that were made before it are closed.
     *
     * @param agent the first one that failed, or was not there when the time was up
     * @param cause what its factory threw, or why there was no agent
     */
    record BuildFailed(AgentId agent, Throwable cause) implements RegistryReload {

        /** Names the type of the cause alone, since the message of a host's exception may quote a secret. */
        @Override
        public String toString() {
            return "BuildFailed[agent=" + agent + ", cause=" + cause.getClass().getName() + "]";
        }
    }

    /** Another reload is under way. */
    record Busy() implements RegistryReload {}

    /** The registry is closed. */
    record Closed() implements RegistryReload {}
}
