package dev.agentreload.core.config;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** What became of reading a source. */
public sealed interface ReadResult {

    /**
     * Returns the document.
     *
     * @throws InvalidConfigException if there is none
     */
    ConfigDocument orThrow();

    /** Returns everything that is wrong; empty if the source was read. */
    List<ConfigProblem> problems();

    /**
     * The source was read.
     *
     * @param document what it says
     */
    record Success(ConfigDocument document) implements ReadResult {

        @Override
        public ConfigDocument orThrow() {
            return document;
        }

        @Override
        public List<ConfigProblem> problems() {
            return ImmutableList.of();
        }
    }

    /**
     * The source was refused.
     *
     * @param problems all that is wrong, in source order
     */
    record Refused(List<ConfigProblem> problems) implements ReadResult {

        /** Copies the list. */
        public Refused {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public ConfigDocument orThrow() {
            throw new InvalidConfigException(problems);
        }
    }
}
