// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.SessionKey;
import org.junit.jupiter.api.Test;

/** Workspaces of several agents, of which some move. */
class SharedWorkspaceTest extends WorkspaceSessionsFixture {

    private static final SessionKey OTHER = new SessionKey("agent:b:main");

    @Test
    void sharedWorkspace_thatTwoLeaveOneAfterTheOther_bothMoves() throws Exception {
        reload("a one", "b one");
        append(A, KEY, "of a");
        append(B, OTHER, "of b");
        append(A, OWN, "a's room");
        append(B, OWN, "b's room");
        reload("a two", "b one");
        append(A, KEY, "later");

        reload("a two", "b two");

        assertThat(texts(A, KEY)).containsExactly("of a", "later");
        assertThat(texts(B, OTHER)).containsExactly("of b");
        assertThat(texts(A, OWN)).containsExactly("a's room");
        assertThat(texts(B, OWN)).containsExactly("b's room");
    }

    @Test
    void sharedWorkspace_thatOneLeaves_keepsTheOthersSessions() throws Exception {
        reload("a one", "b one");
        append(A, KEY, "of a");
        append(B, OTHER, "of b");

        reload("a two", "b one");

        assertThat(texts(A, KEY)).containsExactly("of a");
        assertThat(texts(B, OTHER)).containsExactly("of b");
        assertThat(file("two", OTHER)).doesNotExist();
        assertThat(sessions.findDirectory(B)).contains(home.resolve("one"));
    }

    @Test
    void sharedWorkspace_thatAllLeave_takesAnyKey() throws Exception {
        reload("a one", "b one");
        append(A, KEY, "of a");
        append(B, OTHER, "of b");
        append(B, OWN, "of a room");

        reload("a two", "b two");

        assertThat(file("two", KEY)).exists();
        assertThat(home.resolve("two/b")).isDirectoryContaining("glob:**" + SessionNames.of(OTHER) + ".jsonl");
        assertThat(home.resolve("two/b")).isDirectoryContaining("glob:**" + SessionNames.of(OWN) + ".jsonl");
    }

    @Test
    void sharedWorkspace_thatOneLeaves_takesAnyKeyInTheBackground() throws Exception {
        reload("a one", "b one");
        append(B, OWN, "of a room");

        reload("a one", "b two");

        assertThat(home.resolve("two/b")).isDirectoryContaining("glob:**" + SessionNames.of(OWN) + ".jsonl");
        assertThat(texts(B, OWN)).containsExactly("of a room");
    }
}
