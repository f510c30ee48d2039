package dev.agentreload.testkit;

import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.plan.ReloadPlan;

/** The entry point to AssertJ assertions about what this library and its testkit give to hosts. */
public final class ReloadAssertions {

    private ReloadAssertions() {}

    /** Starts assertions about a plan. */
    public static ReloadPlanAssert assertThat(ReloadPlan actual) {
        return new ReloadPlanAssert(actual);
    }

    /** Starts assertions about what became of a request. */
    public static ReloadResultAssert assertThat(ReloadResult actual) {
        return new ReloadResultAssert(actual);
    }

    /** Starts assertions about a journal. */
    public static ResourceJournalAssert assertThat(ResourceJournal actual) {
        return new ResourceJournalAssert(actual);
    }
}
