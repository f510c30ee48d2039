// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.participant.RetiredResources;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What a new start of the program knows of earlier moves. */
class WorkspaceRestartTest extends WorkspaceSessionsFixture {

    @Test
    void damagedRecord_failsTheStartAndNamesTheFile() throws Exception {
        Files.writeString(home.resolve("locations.json"), "{\"agents\": [");

        assertThatThrownBy(() -> prepare("a one"))
                .isInstanceOf(SessionStoreException.class)
                .hasMessage(
                        "could not record where sessions are: java.io.IOException: [" + home.resolve("locations.json")
                                + "] does not list the directories of agents; expected {\"agents\": {ID: [DIRECTORY, ...]}}");
    }

    @Test
    void recordedDirectoryThatIsNotThere_isStillSearchedWhenItComesBack() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        Files.move(home.resolve("one"), home.resolve("unmounted"));
        WorkspaceSessions restarted = restarted();
        move(restarted, "a two");
        Files.move(home.resolve("unmounted"), home.resolve("one"));

        assertThat(restarted.of(A).history(KEY, ALL).messages()).containsExactly(message("hello"));
    }

    @Test
    void moveWhileTheProgramIsDown_isNoticed() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        append(A, OWN, "own");

        WorkspaceSessions restarted = restarted();
        RetiredResources retired = RetiredResources.create(leases);
        prepare(restarted, "a two").commit(retired);

        assertThat(restarted.of(A).history(KEY, ALL).messages()).containsExactly(message("hello"));
        retire(retired);
        assertThat(store("two").history(OWN, ALL).messages()).containsExactly(message("own"));
        assertThat(file("one", OWN)).doesNotExist();
        assertThat(home.resolve("locations.json"))
                .content()
                .doesNotContain(home.resolve("one").toString());
    }

    @Test
    void fault59_removedAgent_keepsItsSessionsAndFindsThemWhenItReturns() throws Exception {
        reload("a one", "b one");
        append(A, KEY, "hello");
        reload("b one");
        append(A, KEY, "end of the last turn");

        reload("a two", "b one");

        assertThat(texts(A, KEY)).containsExactly("hello", "end of the last turn");
        assertThat(sessions.findDirectory(A)).contains(home.resolve("two"));
    }
}
