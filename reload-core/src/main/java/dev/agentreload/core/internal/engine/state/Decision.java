// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.RetiredResources;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a transaction before it is published.
 *
 * @param result the result for the caller
 * @param requested the requested document, if it could be read
 * @param inForce the document that comes into force, or null if the one before stays
 * @param retired what is to be retired
 * @param notes what went wrong beside the result
 */
public record Decision(
        ReloadResult result,
        Optional<ConfigDocument> requested,
        @Nullable ConfigDocument inForce,
        Optional<RetiredResources> retired,
        List<String> notes) {

    public Decision {
        notes = ImmutableList.copyOf(notes);
    }

    public static Decision refused(ReloadResult result, Optional<ConfigDocument> requested) {
        return new Decision(result, requested, null, Optional.empty(), ImmutableList.of());
    }

    public Decision retiring(RetiredResources resources) {
        return new Decision(result, requested, inForce, Optional.of(resources), notes);
    }

    public Decision with(ReloadResult other, List<String> otherNotes) {
        return new Decision(other, requested, inForce, retired, otherNotes);
    }
}
