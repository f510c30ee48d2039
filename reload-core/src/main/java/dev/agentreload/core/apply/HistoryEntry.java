// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.ConfigDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One decision: the request, and its result. <em>Immutable.</em> */
public final class HistoryEntry {

    private final long sequence;
    private final Instant at;
    private final String actor;
    private final Operation operation;
    private final ReloadResult result;
    private final Optional<ConfigDocument> requested;
    private final Optional<ConfigDocument> effective;
    private final ImmutableMap<ReloadPhase, Duration> durations;
    private final ImmutableList<String> notes;

    private HistoryEntry(Builder builder, ReloadResult result) {
        this.sequence = builder.sequence;
        this.at = builder.at;
        this.actor = builder.actor;
        this.operation = builder.operation;
        this.result = requireNonNull(result, "result");
        this.requested = builder.requested;
        this.effective = builder.effective;
        this.durations = builder.durations;
        this.notes = builder.notes;
    }

    /**
     * Returns a builder, for tests of listeners and for the reloader itself.
     *
     * @param sequence the number of the decision, counted from 1 without gaps
     * @param at when the request started, by the host's clock
     * @param actor the person or program that requested it
     * @param operation the kind of request
     */
    public static Builder builder(long sequence, Instant at, String actor, Operation operation) {
        return new Builder(sequence, at, actor, operation);
    }

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

    /** Returns the number of the decision, counted from 1 without gaps. */
    public long sequence() {
        return sequence;
    }

    /** Returns when the request started, by the host's clock. */
    public Instant at() {
        return at;
    }

    /** Returns the person or program that requested it. */
    public String actor() {
        return actor;
    }

    /** Returns the kind of request. */
    public Operation operation() {
        return operation;
    }

    /** Returns the result. */
    public ReloadResult result() {
        return result;
    }

    /** Returns the requested document, if it could be read. */
    public Optional<ConfigDocument> requested() {
        return requested;
    }

    /** Returns the document in force after the decision, if any. */
    public Optional<ConfigDocument> effective() {
        return effective;
    }

    /** Returns how long each phase took, in monotonic time, in the order of the phases. */
    public Map<ReloadPhase, Duration> durations() {
        return durations;
    }

    /** Returns what went wrong without changing the result, such as a discard that threw. */
    public List<String> notes() {
        return notes;
    }

    /** Returns whether a new revision came into force. */
    public boolean isApplied() {
        return result.kind() == ReloadResult.Kind.APPLIED;
    }

    /** Returns how long all phases took together. */
    public Duration duration() {
        return durations.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** Returns the documented form for programs; the package comment lists the fields. */
    public Map<String, Object> toMap() {
        return ReportMaps.of(this);
    }

    /** Compares all that is said about the decisions, and the content of their documents. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HistoryEntry entry
                && sequence == entry.sequence
                && at.equals(entry.at)
                && actor.equals(entry.actor)
                && operation == entry.operation
                && result.equals(entry.result)
                && requested.equals(entry.requested)
                && effective.equals(entry.effective)
                && durations.equals(entry.durations)
                && notes.equals(entry.notes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sequence, at, actor, operation);
    }

    /** Returns the decision in one line. */
    @Override
    public String toString() {
        return "#" + sequence + " " + actor + ": " + result.summary();
    }

    /** Builds a {@link HistoryEntry}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private final long sequence;
        private final Instant at;
        private final String actor;
        private final Operation operation;
        private Optional<ConfigDocument> requested = Optional.empty();
        private Optional<ConfigDocument> effective = Optional.empty();
        private ImmutableMap<ReloadPhase, Duration> durations = ImmutableMap.of();
        private ImmutableList<String> notes = ImmutableList.of();

        private Builder(long sequence, Instant at, String actor, Operation operation) {
            this.sequence = sequence;
            this.at = requireNonNull(at, "at");
            this.actor = requireNonNull(actor, "actor");
            this.operation = requireNonNull(operation, "operation");
        }

        /** Sets the requested document. */
        public Builder requested(ConfigDocument document) {
            this.requested = Optional.of(document);
            return this;
        }

        /** Sets the document in force after the decision. */
        public Builder effective(ConfigDocument document) {
            this.effective = Optional.of(document);
            return this;
        }

        /** Sets how long each phase took. */
        public Builder durations(Map<ReloadPhase, Duration> times) {
            this.durations = ImmutableMap.copyOf(times);
            return this;
        }

        /** Sets what went wrong without changing the result. */
        public Builder notes(List<String> texts) {
            this.notes = ImmutableList.copyOf(texts);
            return this;
        }

        /** Returns the decision with this result. */
        public HistoryEntry build(ReloadResult result) {
            return new HistoryEntry(this, result);
        }
    }
}
