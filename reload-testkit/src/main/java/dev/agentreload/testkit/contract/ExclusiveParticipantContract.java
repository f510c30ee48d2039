// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.testkit.fake.FakeParticipant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What {@link ExclusiveParticipant} promises, as tests. Hosts extend it for a part of their own:
 *
 * <ul>
 *   <li>to validate changes nothing, and says the same each time, without secrets;
 *   <li>the old form has ended before the new one begins;
 *   <li>after a reload that failed the old form runs again;
 *   <li>a reload after one that failed works;
 *   <li>at the end nothing runs.
 * </ul>
 */
public abstract non-sealed class ExclusiveParticipantContract extends ParticipantContract<ExclusiveParticipant> {

    /** For those who extend it. */
    protected ExclusiveParticipantContract() {}

    @Test
    public void restart_endsTheOldBeforeTheNewBegins() {
        start();
        Object seen = observe();
        journal().drainEntries();

        assertThat(reload(secondDocument())).isApplied();

        assertThat((Object) observe()).isNotEqualTo(seen);
        List<String> built = built();
        List<String> begun =
                built.stream().dropWhile(entry -> entry.startsWith("close ")).toList();
        assertThat(begun)
                .as("what follows the first begin, of " + built)
                .allMatch(entry -> entry.startsWith("create "));
    }

    @Test
    public void restore_bringsTheOldBackAndEndsTheNew() {
        start();
        Object seen = observe();
        int open = journal().open().size();
        witness().script().next(FakeParticipant.Step.COMMIT).fail(new IllegalStateException("planned"));

        assertThat(reload(secondDocument())).isRolledBackBy(WITNESS);

        assertThat((Object) observe()).isEqualTo(seen);
        assertThat(journal().open()).hasSize(open);
        assertThat(journal().closedAgain()).isEmpty();
    }

    @Test
    public void stop_atTheEnd_leavesNothingRunning() {
        Object seen = observe();
        start();

        end();

        assertThat((Object) observe()).isEqualTo(seen);
    }
}
