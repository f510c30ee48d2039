package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionStoreExceptionTest {

    private final SessionStoreException first = new SessionStoreException("first");
    private final SessionStoreException second = new SessionStoreException("second");

    @Test
    void after_noOther_isItself() {
        assertThat(first.after(null)).isSameAs(first);
    }

    @Test
    void after_anEarlierOne_isThatOneAndTellsBoth() {
        assertThat(second.after(first)).isSameAs(first).hasSuppressedException(second);
    }
}
