// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.testkit.internal.PathNames;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about a plan. Actions are given by their wire ids and paths by their text. A failure shows the plan as its
 * {@code explain()} does, without secrets.
 */
public final class ReloadPlanAssert extends AbstractAssert<ReloadPlanAssert, ReloadPlan> {

    ReloadPlanAssert(ReloadPlan actual) {
        super(actual, ReloadPlanAssert.class);
    }

    /** Verifies that nothing has to be done. */
    public ReloadPlanAssert isNoop() {
        isNotNull();
        return verify(actual.isNoop(), "that has nothing to do");
    }

    /** Verifies that there are changes to apply, and none of them needs a restart. */
    public ReloadPlanAssert isHot() {
        isNotNull();
        return verify(!actual.isNoop() && !actual.requiresRestart(), "that is hot");
    }

    /** Verifies that a change needs a restart. */
    public ReloadPlanAssert requiresRestart() {
        isNotNull();
        return verify(actual.requiresRestart(), "that needs a restart");
    }

    /** Verifies that no change needs a restart. */
    public ReloadPlanAssert requiresNoRestart() {
        isNotNull();
        return verify(!actual.requiresRestart(), "that needs no restart");
    }

    /** Verifies that the plan has exactly these actions, in any order. */
    public ReloadPlanAssert hasActions(String... ids) {
        isNotNull();
        List<String> expected = Stream.of(ids)
                .map(ReloadAction::parse)
                .distinct()
                .sorted(ReloadAction.ORDER)
                .map(ReloadAction::id)
                .toList();
        return verify(ids(actual).equals(expected), "with exactly the actions " + expected);
    }

    /** Verifies that the plan has no actions. */
    public ReloadPlanAssert hasNoActions() {
        isNotNull();
        return verify(actual.actions().isEmpty(), "without actions");
    }

    /** Verifies that the plan has this action, and maybe others. */
    public ReloadPlanAssert hasAction(String id) {
        isNotNull();
        return verify(actual.has(ReloadAction.parse(id)), "with the action " + id);
    }

    /** Verifies that the plan does not have this action. */
    public ReloadPlanAssert doesNotHaveAction(String id) {
        isNotNull();
        return verify(!actual.has(ReloadAction.parse(id)), "without the action " + id);
    }

    /** Verifies that the plan needs a restart because of exactly these paths, in any order. */
    public ReloadPlanAssert restartsBecauseOf(String... paths) {
        isNotNull();
        return verify(
                PathNames.areAll(actual.restartReasons(), paths), "that needs a restart because of " + List.of(paths));
    }

    /** Verifies that exactly the changes at these paths are hot, in any order. */
    public ReloadPlanAssert isHotBecauseOf(String... paths) {
        isNotNull();
        return verify(PathNames.areAll(actual.hotReasons(), paths), "that is hot because of " + List.of(paths));
    }

    /** Verifies that exactly the changes at these paths need nothing, in any order. */
    public ReloadPlanAssert ignores(String... paths) {
        isNotNull();
        return verify(
                PathNames.areAll(actual.noopPaths(), paths), "for which nothing has to be done at " + List.of(paths));
    }

    /** Verifies that a secret came, went or became another one. */
    public ReloadPlanAssert changesSecrets() {
        isNotNull();
        return verify(actual.secretsChanged(), "that changes secrets");
    }

    /** Verifies that all secrets are as they were. */
    public ReloadPlanAssert changesNoSecrets() {
        isNotNull();
        return verify(!actual.secretsChanged(), "that changes no secrets");
    }

    private static List<String> ids(ReloadPlan plan) {
        return plan.actions().stream().map(ReloadAction::id).toList();
    }

    private ReloadPlanAssert verify(boolean holds, String expectation) {
        if (!holds) {
            throw failure("%nExpecting a plan %s, but it is:%n%n%s", expectation, actual.explain());
        }
        return this;
    }
}
