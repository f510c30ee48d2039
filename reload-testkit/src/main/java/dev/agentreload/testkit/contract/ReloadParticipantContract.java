// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.testkit.fake.FakeParticipant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What {@link ReloadParticipant} promises, as tests. Hosts extend it for a part of their own:
 *
 * <ul>
 *   <li>to validate changes nothing, and says the same each time, without secrets;
 *   <li>what is prepared is not visible before its commit, and is from then on;
 *   <li>what is discarded or rolled back is closed, and what was in force is so again;
 *   <li>a commit closes nothing: what it replaced may be in use;
 *   <li>a reload after one that failed works;
 *   <li>at the end everything is closed, once.
 * </ul>
 */
public abstract non-sealed class ReloadParticipantContract extends ParticipantContract<ReloadParticipant> {

    /** For those who extend it. */
    protected ReloadParticipantContract() {}

    @Test
    public void prepare_beforeItsCommit_isNotVisible() {
        start();
        Object seen = observe();
        List<Object> prepared = new ArrayList<>();
        witness().script().next(FakeParticipant.Step.VERIFY).run(() -> prepared.add(observe()));

        assertThat(reload(secondDocument())).isApplied();

        assertThat(prepared).containsExactly(seen);
    }

    @Test
    public void commit_ofTheSecondDocument_isVisibleAtOnce() {
        start();
        Object seen = observe();
        List<Object> committed = new ArrayList<>();
        witness().script().next(FakeParticipant.Step.COMMIT).run(() -> committed.add(observe()));

        assertThat(reload(secondDocument())).isApplied();

        assertThat((Object) observe()).isNotEqualTo(seen);
        assertThat(committed).containsExactly(observe());
    }

    @Test
    public void commit_closesNothing() {
        start();
        List<String> closed = new ArrayList<>();
        witness().script().next(FakeParticipant.Step.VERIFY).run(() -> journal().drainEntries());
        witness().script().next(FakeParticipant.Step.COMMIT).run(() -> closed.addAll(built()));

        assertThat(reload(secondDocument())).isApplied();

        assertThat(closed).isEmpty();
    }

    @Test
    public void discard_leavesTheOldAndClosesTheNew() {
        start();
        Object seen = observe();
        List<String> open = journal().open();
        witness().script().next(FakeParticipant.Step.VERIFY).fail(new IllegalStateException("planned"));

        assertThat(reload(secondDocument())).isRolledBackBy(WITNESS);

        assertThat((Object) observe()).isEqualTo(seen);
        assertThat(journal().open()).isEqualTo(open);
        assertThat(journal().closedAgain()).isEmpty();
    }

    @Test
    public void rollback_bringsTheOldBackAndClosesTheNew() {
        start();
        Object seen = observe();
        List<String> open = journal().open();
        witness().script().next(FakeParticipant.Step.COMMIT).fail(new IllegalStateException("planned"));

        assertThat(reload(secondDocument())).isRolledBackBy(WITNESS);

        assertThat((Object) observe()).isEqualTo(seen);
        assertThat(journal().open()).isEqualTo(open);
        assertThat(journal().closedAgain()).isEmpty();
    }
}
