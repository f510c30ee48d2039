// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.config.ProblemCollector;

/**
 * Reads the section of a {@link Reloadable} into a value. Implemented by hosts.
 *
 * <p>Called on a thread of the host's executor, to validate a document and once more to build from it. Must be pure.
 *
 * @param <S> the type of the value
 */
@FunctionalInterface
public interface SectionReader<S> {

    /**
     * Returns the value that a document has.
     *
     * @param problems takes all that is wrong with the section; with an error among them the document is refused, whatever is returned
     * @throws InvalidConfigException if there is no value to return; its problems are reported with the others
     */
    S read(ConfigDocument document, ProblemCollector problems);
}
