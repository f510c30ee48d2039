// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.source.ConfigSource;
import java.util.Optional;

/**
 * A request to apply the current content of a source. <em>Immutable.</em>
 *
 * @param source read when the request runs
 * @param actor the person or program that requests it, for history and logs; not secret
 * @param trigger whether a program or a person requests it
 * @param mode how much is applied, or empty for what the trigger implies; see {@link ReloadMode}
 */
public record ReloadRequest(ConfigSource source, String actor, Trigger trigger, Optional<ReloadMode> mode) {

    /** What caused a request. */
    public enum Trigger {
        /** A program noticed a change. While a transaction runs the newest such request waits, and replaces an earlier one. */
        AUTOMATIC,
        /** A person requests it. While a transaction runs it is refused as {@link ReloadResult.Busy}. */
        MANUAL
    }

    /** Rejects nulls. */
    public ReloadRequest {
        requireNonNull(source, "source");
        requireNonNull(actor, "actor");
        requireNonNull(trigger, "trigger");
        requireNonNull(mode, "mode");
    }

    /** Returns the request of a program that noticed a change. */
    public static ReloadRequest automatic(ConfigSource source, String actor) {
        return new ReloadRequest(source, actor, Trigger.AUTOMATIC, Optional.empty());
    }

    /** Returns the request of a person. */
    public static ReloadRequest manual(ConfigSource source, String actor) {
        return new ReloadRequest(source, actor, Trigger.MANUAL, Optional.empty());
    }

    /** Returns this request with a mode of its own. */
    public ReloadRequest withMode(ReloadMode other) {
        return new ReloadRequest(source, actor, trigger, Optional.of(other));
    }
}
