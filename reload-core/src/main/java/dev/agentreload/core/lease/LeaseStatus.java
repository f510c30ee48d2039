package dev.agentreload.core.lease;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A leased resource at one moment: how far it is, and who uses it. <em>Immutable.</em>
 *
 * @param resource the name of the resource, never the resource itself, whose text may hold secrets
 * @param phase how far it is on its way from service to closed
 * @param openLeases how many leases are open; approximate while leases come and go, exact otherwise
 * @param leakedLeases how many leases were collected unclosed so far; zero while leak tracking is off
 * @param retiredFor how long ago it was retired, by the host's monotonic ticker; empty while it is in service
 * @param holders who holds the open leases, the oldest first; empty while leak tracking is off
 * @param failure what the closer threw, or why the host's executor refused to run it
 */
public record LeaseStatus(
        String resource,
        LeasePhase phase,
        long openLeases,
        int leakedLeases,
        Optional<Duration> retiredFor,
        List<LeaseHolder> holders,
        Optional<Throwable> failure) {

    /** Copies the list. */
    public LeaseStatus {
        requireNonNull(resource, "resource");
        requireNonNull(phase, "phase");
        requireNonNull(retiredFor, "retiredFor");
        requireNonNull(failure, "failure");
        holders = ImmutableList.copyOf(holders);
    }

    /** Returns whether the resource was retired at least this long ago and is not closed yet. */
    public boolean isOverdue(Duration deadline) {
        requireNonNull(deadline, "deadline");
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
