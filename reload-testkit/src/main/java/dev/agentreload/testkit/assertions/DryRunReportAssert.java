// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.testkit.internal.PathNames;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what a reload would do. */
public final class DryRunReportAssert extends AbstractAssert<DryRunReportAssert, DryRunReport> {

    DryRunReportAssert(DryRunReport actual) {
        super(actual, DryRunReportAssert.class);
    }

    /** Verifies that a reload would apply the plan, as far as that was tried. */
    public DryRunReportAssert wouldApply() {
        isNotNull();
        return verify(actual.blockedBy().isEmpty(), "of a reload that would be applied");
    }

    /** Goes on with assertions about how a reload would end in place of being applied. */
    public ReloadResultAssert blockedBy() {
        isNotNull();
        verify(actual.blockedBy().isPresent(), "of a reload that would not be applied");
        return new ReloadResultAssert(actual.blockedBy().orElseThrow());
    }

    /** Goes on with assertions about what would be applied. */
    public ReloadPlanAssert plan() {
        isNotNull();
        verify(actual.plan().isPresent(), "with a plan");
        return new ReloadPlanAssert(actual.plan().orElseThrow());
    }

    /** Verifies that exactly the changes at these paths would wait for a restart, in any order; without paths, that none would. */
    public DryRunReportAssert hasPending(String... paths) {
        isNotNull();
        return verify(PathNames.areAll(actual.pending(), paths), "with pending changes at " + List.of(paths));
    }

    /** Verifies that exactly these are the warnings, by their lines and in their order. */
    public DryRunReportAssert hasWarnings(String... lines) {
        isNotNull();
        return verify(
                actual.warnings().stream().map(ConfigProblem::toString).toList().equals(List.of(lines)),
                "with exactly the warnings " + List.of(lines));
    }

    /** Verifies that exactly these exclusive participants would be stopped and started, in their order. */
    public DryRunReportAssert hasNotVerified(String... participants) {
        isNotNull();
        return verify(
                actual.notVerified().equals(List.of(participants)), "that has not verified " + List.of(participants));
    }

    private String described() {
        return "blocked by: %s%n  pending: %s%n  warnings: %s%n  not verified: %s"
                .formatted(
                        actual.blockedBy().map(ReloadResult::summary).orElse("none"),
                        actual.pending(),
                        actual.warnings(),
                        actual.notVerified());
    }

    private DryRunReportAssert verify(boolean holds, String expectation) {
        if (!holds) {
            throw failure("%nExpecting a report %s, but it is:%n%n%s", expectation, described());
        }
        return this;
    }
}
