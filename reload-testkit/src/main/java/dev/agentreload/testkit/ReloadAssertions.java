package dev.agentreload.testkit;

import dev.agentreload.core.plan.ReloadPlan;

/** The entry point to AssertJ assertions about what this library gives its hosts. */
public final class ReloadAssertions {

    private ReloadAssertions() {}

    /** Starts assertions about a plan. */
    public static ReloadPlanAssert assertThat(ReloadPlan actual) {
        return new ReloadPlanAssert(actual);
    }
}
