// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.testkit.internal.PathNames;
import dev.agentreload.testkit.internal.ResultDetails;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;

/**
 * Assertions about the outcome of a request. Paths are given by their text and problems by their lines for people. A failure shows
 * the result as its {@code summary()} does, with what that only counts, without secrets.
 *
 * <p>What a result of its kind does not have is as good as wrong: only a result that was rolled back or not restored has a phase.
 */
public final class ReloadResultAssert extends AbstractAssert<ReloadResultAssert, ReloadResult> {

    ReloadResultAssert(ReloadResult actual) {
        super(actual, ReloadResultAssert.class);
    }

    /** Verifies that the change is in effect. */
    public ReloadResultAssert isApplied() {
        return isOf(ReloadResult.Kind.APPLIED);
    }

    /** Verifies that there was nothing to apply. */
    public ReloadResultAssert isUnchanged() {
        return isOf(ReloadResult.Kind.UNCHANGED);
    }

    /** Verifies that the configuration was refused. */
    public ReloadResultAssert isInvalid() {
        return isOf(ReloadResult.Kind.INVALID);
    }

    /** Verifies that nothing was applied since the change needs a restart. */
    public ReloadResultAssert requiresRestart() {
        return isOf(ReloadResult.Kind.RESTART_REQUIRED);
    }

    /** Verifies that nothing was applied since the changes at exactly these paths need a restart, in any order. */
    public ReloadResultAssert requiresRestartFor(String... paths) {
        requiresRestart();
        ReloadPlan plan = ((ReloadResult.RestartRequired) actual).plan();
        List<ConfigPath> reasons = plan.requiresRestart() ? plan.restartReasons() : plan.hotReasons();
        return verify(PathNames.areAll(reasons, paths), "that requires a restart for " + List.of(paths));
    }

    /** Verifies that a step failed, and that what was in force before is in force. */
    public ReloadResultAssert isRolledBack() {
        return isOf(ReloadResult.Kind.ROLLED_BACK);
    }

    /** Verifies that a step of this participant failed, and that what was in force before is in force. */
    public ReloadResultAssert isRolledBackBy(String participant) {
        isRolledBack();
        return verify(
                ((ReloadResult.RolledBack) actual).participant().equals(participant),
                "that was rolled back by [" + participant + "]");
    }

    /** Verifies that a step failed, and that not everything could be brought back. */
    public ReloadResultAssert isRestoreFailed() {
        return isOf(ReloadResult.Kind.RESTORE_FAILED);
    }

    /** Verifies that exactly these participants could not be brought back, in any order. */
    public ReloadResultAssert failedToRestore(String... participants) {
        isRestoreFailed();
        List<String> unrestored = ((ReloadResult.RestoreFailed) actual)
                .unrestored().stream().map(StepFailure::participant).toList();
        return verify(areAll(unrestored, participants), "that failed to restore " + List.of(participants));
    }

    /** Verifies that the plan did not fit any more. */
    public ReloadResultAssert isStale() {
        return isOf(ReloadResult.Kind.STALE);
    }

    /** Verifies that a newer request took the place of this one. */
    public ReloadResultAssert isSuperseded() {
        return isOf(ReloadResult.Kind.SUPERSEDED);
    }

    /** Verifies that the request was refused for this reason. */
    public ReloadResultAssert isBusyBecause(ReloadResult.Busy.Reason reason) {
        isOf(ReloadResult.Kind.BUSY);
        return verify(((ReloadResult.Busy) actual).reason() == reason, "that is busy because of " + reason);
    }

    /** Verifies that the caller did not wait for the decision. */
    public ReloadResultAssert isStillRunning() {
        return isOf(ReloadResult.Kind.STILL_RUNNING);
    }

    /** Verifies that the reloader was not started yet, or is closed. */
    public ReloadResultAssert isNotStarted() {
        return isOf(ReloadResult.Kind.NOT_STARTED);
    }

    /** Verifies that reloading is switched off. */
    public ReloadResultAssert isDisabled() {
        return isOf(ReloadResult.Kind.DISABLED);
    }

    /** Verifies that the change brought this revision into force, or that nothing changed at it. */
    public ReloadResultAssert hasRevision(long revision) {
        isNotNull();
        return verify(ResultDetails.revision(actual).equals(OptionalLong.of(revision)), "at revision " + revision);
    }

    /** Verifies that exactly the changes at these paths wait for a restart, in any order; without paths, that none does. */
    public ReloadResultAssert hasPending(String... paths) {
        isNotNull();
        return verify(
                ResultDetails.pending(actual)
                        .filter(found -> PathNames.areAll(found, paths))
                        .isPresent(),
                "with pending changes at " + List.of(paths));
    }

    /** Verifies that exactly these are the problems, warnings included, by their lines and in their order. */
    public ReloadResultAssert hasProblems(String... lines) {
        isInvalid();
        return verify(
                lines(ResultDetails.problems(actual)).equals(List.of(lines)),
                "with exactly the problems " + List.of(lines));
    }

    /** Verifies that exactly at these paths something is wrong, warnings included, in any order. */
    public ReloadResultAssert hasProblemsAt(String... paths) {
        isInvalid();
        List<ConfigPath> found =
                ResultDetails.problems(actual).stream().map(ConfigProblem::path).toList();
        return verify(PathNames.areAll(found, paths), "with problems at exactly " + List.of(paths));
    }

    /** Verifies that exactly these are the warnings about what was applied, by their lines and in their order. */
    public ReloadResultAssert hasWarnings(String... lines) {
        isApplied();
        return verify(
                lines(ResultDetails.warnings(actual)).equals(List.of(lines)),
                "with exactly the warnings " + List.of(lines));
    }

    /** Verifies that the step that failed, first if several did, is of this phase. */
    public ReloadResultAssert inPhase(ReloadPhase phase) {
        isNotNull();
        return verify(
                ResultDetails.failure(actual)
                        .filter(failure -> failure.phase() == phase)
                        .isPresent(),
                "that failed in " + phase);
    }

    /** Verifies that exactly these exclusive participants did not run meanwhile, in any order; without names, that none did. */
    public ReloadResultAssert hasOutagesOf(String... participants) {
        isNotNull();
        return verify(
                ResultDetails.failure(actual).isPresent() && areAll(ResultDetails.outages(actual), participants),
                "with outages of " + List.of(participants));
    }

    /** Verifies that this is the line for people. */
    public ReloadResultAssert hasSummary(String line) {
        isNotNull();
        return verify(actual.summary().equals(line), "with the summary [" + line + "]");
    }

    /** Goes on with assertions about why the first step that failed did. */
    public AbstractThrowableAssert<?, ? extends Throwable> cause() {
        isNotNull();
        verify(ResultDetails.failure(actual).isPresent(), "of a step that failed");
        return Assertions.assertThat(ResultDetails.failure(actual).orElseThrow().cause());
    }

    /** Goes on with assertions about the plan that was applied, or that needs a restart. */
    public ReloadPlanAssert plan() {
        isNotNull();
        Optional<ReloadPlan> plan = ResultDetails.plan(actual);
        verify(plan.isPresent(), "with a plan");
        return new ReloadPlanAssert(plan.orElseThrow());
    }

    private ReloadResultAssert isOf(ReloadResult.Kind kind) {
        isNotNull();
        return verify(
                actual.kind() == kind,
                "that is " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    private static List<String> lines(List<ConfigProblem> problems) {
        return problems.stream().map(ConfigProblem::toString).toList();
    }

    private static boolean areAll(List<String> actual, String... expected) {
        return actual.stream()
                .sorted()
                .toList()
                .equals(List.of(expected).stream().sorted().toList());
    }

    private ReloadResultAssert verify(boolean holds, String expectation) {
        if (!holds) {
            throw failure("%nExpecting a result %s, but it is:%n%n%s", expectation, ResultDetails.described(actual));
        }
        return this;
    }
}
