// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.session.SessionHistory;
import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.models.ModelList;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.List;

/** The entry point to AssertJ assertions about what this library and its testkit give to hosts. */
public final class ReloadAssertions {

    private ReloadAssertions() {}

    /** Starts assertions about a plan. */
    public static ReloadPlanAssert assertThat(ReloadPlan actual) {
        return new ReloadPlanAssert(actual);
    }

    /** Starts assertions about the outcome of a request. */
    public static ReloadResultAssert assertThat(ReloadResult actual) {
        return new ReloadResultAssert(actual);
    }

    /** Starts assertions about a journal. */
    public static ResourceJournalAssert assertThat(ResourceJournal actual) {
        return new ResourceJournalAssert(actual);
    }

    /** Starts assertions about a generation of agents. */
    public static AgentSnapshotAssert assertThat(AgentSnapshot<?> actual) {
        return new AgentSnapshotAssert(actual);
    }

    /** Starts assertions about what a reload would do. */
    public static DryRunReportAssert assertThat(DryRunReport actual) {
        return new DryRunReportAssert(actual);
    }

    /** Starts assertions about where a reloader stands. */
    public static ReloadStatusAssert assertThat(ReloadStatus actual) {
        return new ReloadStatusAssert(actual);
    }

    /** Starts assertions about one decision of a reloader. */
    public static HistoryEntryAssert assertThat(HistoryEntry actual) {
        return new HistoryEntryAssert(actual);
    }

    /** Starts assertions about the models of a catalog. */
    public static ModelListAssert assertThat(ModelList actual) {
        return new ModelListAssert(actual);
    }

    /** Starts assertions about a conversation. */
    public static SessionHistoryAssert assertThat(SessionHistory actual) {
        return new SessionHistoryAssert(actual);
    }

    /** Starts assertions about the rules of a host. */
    public static RuleTableAssert assertThat(RuleTable actual) {
        return new RuleTableAssert(actual);
    }

    /** Starts assertions about the outcome of reading a source. */
    public static ReadResultAssert assertThat(ReadResult actual) {
        return new ReadResultAssert(actual);
    }

    /** Starts assertions about the generation of agents that is in force. */
    public static AgentSnapshotAssert assertThat(AgentRegistry<?> actual) {
        return new AgentSnapshotAssert(actual.snapshot());
    }

    /** Starts assertions about the decisions of a reloader, the oldest first. */
    public static ReloadHistoryAssert assertThatHistory(List<HistoryEntry> actual) {
        return new ReloadHistoryAssert(actual);
    }
}
