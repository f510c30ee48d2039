// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;

/**
 * What closing a reloader has achieved by its deadline. <em>Immutable.</em>
 *
 * @param outcome whether everything was taken out of service
 * @param failures what threw or took too long
 * @param stillInUse what was retired and is not closed yet
 */
public record CloseReport(Outcome outcome, List<StepFailure> failures, List<RetiredGeneration> stillInUse) {

    /** Whether everything was taken out of service. */
    public enum Outcome {
        /** It was, whatever is still in use or failed. */
        OUT_OF_SERVICE,
        /** Participants were still stopping at the deadline; they go on, and the failures name them until they are done. */
        STOPPING,
        /** A transaction was still running at the deadline; its thread takes everything out of service when it is done. */
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
        return outcome == Outcome.OUT_OF_SERVICE && failures.isEmpty() && stillInUse.isEmpty();
    }

    /** Returns the documented form for programs; the package comment lists the fields. */
    public Map<String, Object> toMap() {
        return ReportMaps.of(this);
    }
}
