// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A leased resource at one moment: how far it is, and who uses it. <em>Immutable.</em> */
public final class LeaseStatus {

    private final String resource;
    private final LeasePhase phase;
    private final Optional<Duration> retiredFor;
    private final Optional<Throwable> failure;
    private final long openLeases;
    private final int leakedLeases;
    private final ImmutableList<LeaseHolder> holders;

    LeaseStatus(Leased<?> leased, LeaseProgress progress, long now, int leakedLeases, List<LeaseHolder> holders) {
        this.resource = leased.name();
        this.phase = progress.phase();
        this.retiredFor = progress.retiredFor(now);
        this.failure = Optional.ofNullable(progress.failure());
        this.openLeases = leased.users();
        this.leakedLeases = leakedLeases;
        this.holders = ImmutableList.copyOf(holders);
    }

    /** Returns the name of the resource, never the resource itself, whose text may hold secrets. */
    public String resource() {
        return resource;
    }

    /** Returns how far it is on its way from service to closed. */
    public LeasePhase phase() {
        return phase;
    }

    /** Returns how many leases are open; approximate while leases come and go, exact otherwise. */
    public long openLeases() {
        return openLeases;
    }

    /** Returns how many leases were collected unclosed so far; zero while leak tracking is off. */
    public int leakedLeases() {
        return leakedLeases;
    }

    /** Returns how long ago it was retired, by the host's monotonic ticker; empty while it is in service. */
    public Optional<Duration> retiredFor() {
        return retiredFor;
    }

    /** Returns who holds the open leases, the oldest first; empty while leak tracking is off. */
    public List<LeaseHolder> holders() {
        return holders;
    }

    /** Returns what the closer threw, or why the host's executor refused to run it. */
    public Optional<Throwable> failure() {
        return failure;
    }

    /**
     * Returns whether the resource was retired at least this long ago and is not closed yet.
     *
     * @throws IllegalArgumentException if the deadline is negative
     */
    public boolean isOverdue(Duration deadline) {
        checkArgument(!deadline.isNegative(), "the deadline [%s] is negative", deadline);
        return phase != LeasePhase.CLOSED
                && retiredFor.filter(age -> age.compareTo(deadline) >= 0).isPresent();
    }

    /**
     * Returns the status in one line. Of a failure it names the type alone, since the message of a host's exception may
     * quote a secret.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[%s] %s".formatted(resource, phase));
        retiredFor.ifPresent(age -> text.append(", retired for %d ms".formatted(age.toMillis())));
        text.append(", open leases: ").append(openLeases);
        if (leakedLeases > 0) {
            text.append(", leaked leases: ").append(leakedLeases);
        }
        failure.ifPresent(
                thrown -> text.append(", failed with ").append(thrown.getClass().getName()));
        if (!holders.isEmpty()) {
            text.append(", held by ")
                    .append(holders.stream().map(LeaseHolder::toString).collect(joining("; ")));
        }
        return text.toString();
    }
}
