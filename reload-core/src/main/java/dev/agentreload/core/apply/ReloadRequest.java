package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.source.ConfigSource;
import java.util.Optional;

/**
 * Somebody's wish that what a source holds be taken into effect. <em>Immutable.</em>
 *
 * @param source read when the request's turn comes
 * @param actor who asks, for history and logs; not secret
 * @param trigger whether a program noticed something, or a person wants it
 * @param mode how much is applied, or empty for what the trigger implies; see {@link ReloadMode}
 */
public record ReloadRequest(ConfigSource source, String actor, Trigger trigger, Optional<ReloadMode> mode) {

    /** What set a request off. */
    public enum Trigger {
        /** A program noticed a change. While a transaction runs the newest such request waits, and replaces an earlier one. */
        AUTOMATIC,
        /** A person wants it, and an answer. While a transaction runs it is refused as {@link ReloadResult.Busy}. */
        EXPLICIT
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
    public static ReloadRequest explicit(ConfigSource source, String actor) {
        return new ReloadRequest(source, actor, Trigger.EXPLICIT, Optional.empty());
    }

    /** Returns this request with a mode of its own. */
    public ReloadRequest withMode(ReloadMode other) {
        return new ReloadRequest(source, actor, trigger, Optional.of(other));
    }
}
