// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import java.util.List;

/** What became of reading the models of a configuration. */
public sealed interface ModelsReading {

    /**
     * Returns the models.
     *
     * @throws InvalidConfigException if there are none to use
     */
    ModelsConfig orThrow();

    /** Returns all problems and warnings, in the order of the file. */
    List<ConfigProblem> problems();

    /**
     * The models can be used.
     *
     * @param config what the configuration says
     * @param problems the warnings
     */
    record Read(ModelsConfig config, List<ConfigProblem> problems) implements ModelsReading {

        /** Copies the list. */
        public Read {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public ModelsConfig orThrow() {
            return config;
        }
    }

    /**
     * The models cannot be used.
     *
     * @param problems all that is wrong, and the warnings
     */
    record Refused(List<ConfigProblem> problems) implements ModelsReading {

        /** Copies the list. */
        public Refused {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public ModelsConfig orThrow() {
            throw new InvalidConfigException(problems);
        }
    }
}
