// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;

/**
 * What closing a reloader has achieved by its deadline. <em>Immutable.</em>
 *
 * @param outcome whether everything is stopped
 * @param failures what threw or took too long
 * @param stillInUse what was retired and is not closed yet
 */
public record CloseReport(Outcome outcome, List<StepFailure> failures, List<RetiredGeneration> stillInUse) {

    /** Whether everything is stopped. */
    public enum Outcome {
        /** Everything is stopped. Some of it may have failed, or still be in use. */
        STOPPED,
        /** Participants were still stopping at the deadline; they continue, and the failures name them until they are done. */
        STOPPING,
        /** A transaction was still running at the deadline; its thread stops everything when it is done. */
        TRANSACTION_RUNNING
    }

    /** Copies the lists. */
    public CloseReport {
        requireNonNull(outcome, "outcome");
        failures = ImmutableList.copyOf(failures);
        stillInUse = ImmutableList.copyOf(stillInUse);
    }

    /** Returns whether everything is stopped and closed, without any failure. */
    public boolean isClean() {
        return outcome == Outcome.STOPPED && failures.isEmpty() && stillInUse.isEmpty();
    }

    /** Returns the documented form for programs; the package comment lists the fields. */
    public Map<String, Object> toMap() {
        return ReportMaps.of(this);
    }
}
