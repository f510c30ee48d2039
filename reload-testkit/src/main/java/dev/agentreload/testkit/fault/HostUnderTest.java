// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fault;

import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A host's composition, as {@link ReloadFaults} tests it. Implemented by hosts.
 *
 * <p>Each test has an instance of its own.
 */
public interface HostUnderTest {

    /**
     * Returns the participants in the order in which the host registers them. Called once, before anything else.
     *
     * @param journal where whatever is built is to be written, and whatever is closed
     * @param executor where the host's components run their work; it ends with the test
     * @param time the ticker and clock that the host's components go by
     */
    List<Participant> createParticipants(ResourceJournal journal, Executor executor, ManualTime time);

    /**
     * Returns what readers see of all participants, and what runs, as a value that does not change any more. Two hosts that have
     * the same configuration in force return equal values. Called on any thread, also while a participant is called.
     */
    Object observe();

    /** Returns the rules of the host; by default {@link RuleTable#defaults()}. */
    default RuleTable rules() {
        return RuleTable.defaults();
    }

    /** Returns the wire ids of the actions for which nothing has to be done; none by default. */
    default List<String> ignoredActions() {
        return List.of();
    }
}
