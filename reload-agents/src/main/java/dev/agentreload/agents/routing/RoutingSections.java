// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Fingerprint;
import java.util.Optional;

/**
 * What routing read from a document. It remembers fingerprints, not nodes, so that it does not hold an old document in
 * memory when it is used again.
 */
record RoutingSections(Section<BindingTable> bindings, Section<SessionKeys> session) {

    /**
     * One section.
     *
     * @param content the section's content; empty if the document has no such section
     * @param value what it says
     * @param warnings what looks wrong in it
     */
    record Section<T>(Optional<Fingerprint> content, T value, ImmutableList<ConfigProblem> warnings) {

        /** Returns the warnings with the positions that the same content has in this document. */
        ImmutableList<ConfigProblem> warningsIn(ConfigDocument document) {
            return warnings.stream()
                    .map(warning -> new ConfigProblem(
                            warning.severity(),
                            warning.path(),
                            document.nearestPosition(warning.path()),
                            warning.message(),
                            warning.hint(),
                            warning.occurrences()))
                    .collect(ImmutableList.toImmutableList());
        }
    }
}
