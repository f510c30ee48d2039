package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.ConfigDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One decision: the request, and its result. <em>Immutable.</em>
 *
 * @param sequence the number of the decision, counted from 1 without gaps
 * @param at when the request started, by the host's clock
 * @param actor the person or program that requested it
 * @param operation the kind of request
 * @param result the result
 * @param requested the requested document, if it could be read
 * @param effective the document in force after the decision, if any
 * @param durations how long each phase took, in monotonic time, in the order of the phases
 * @param notes what went wrong without changing the result, such as a discard that threw
 */
public record HistoryEntry(
        long sequence,
        Instant at,
        String actor,
        Operation operation,
        ReloadResult result,
        Optional<ConfigDocument> requested,
        Optional<ConfigDocument> effective,
        Map<ReloadPhase, Duration> durations,
        List<String> notes) {

    /** The kind of request. */
    public enum Operation {
        /** The first document. */
        START,
        /** What a source holds. */
        RELOAD,
        /** A plan that was made before. */
        APPLY,
        /** A document that was in force before. */
        ROLLBACK
    }

    /** Copies the collections. */
    public HistoryEntry {
        requireNonNull(at, "at");
        requireNonNull(actor, "actor");
        requireNonNull(operation, "operation");
        requireNonNull(result, "result");
        requireNonNull(requested, "requested");
        requireNonNull(effective, "effective");
        durations = ImmutableMap.copyOf(durations);
        notes = ImmutableList.copyOf(notes);
    }

    /** Returns whether a new revision came into force. */
    public boolean isApplied() {
        return result.kind() == ReloadResult.Kind.APPLIED;
    }

    /** Returns how long all phases took together. */
    public Duration duration() {
        return durations.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** Returns the decision in one line. */
    @Override
    public String toString() {
        return "#" + sequence + " " + actor + ": " + result.summary();
    }
}
