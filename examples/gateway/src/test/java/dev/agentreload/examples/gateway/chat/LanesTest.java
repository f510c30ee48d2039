package dev.agentreload.examples.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.routing.SessionKey;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final SessionKey ADA = new SessionKey("agent:main:ada");
    private static final SessionKey GRACE = new SessionKey("agent:main:grace");

    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    @Test
    void enter_whileAnotherTurnHasTheLane_waitsForItsEnd() throws Exception {
        Lanes lanes = new Lanes(Duration.ofMinutes(1));
        lanes.enter(ADA);
        Future<?> second = enterAndLeave(lanes, ADA);

        assertThat(second).isNotDone();
        lanes.leave(ADA);
        second.get();
        assertThat(lanes.size()).as("lanes without turns are forgotten").isZero();
    }

    @Test
    void enter_anotherSession_doesNotWait() throws Exception {
        Lanes lanes = new Lanes(Duration.ZERO);
        lanes.enter(ADA);

        enterAndLeave(lanes, GRACE).get();

        assertThat(lanes.size()).isOne();
    }

    @Test
    void enter_afterWaitingTooLong_saysThatTheConversationIsBusy() throws Exception {
        Lanes lanes = new Lanes(Duration.ofMillis(1));
        lanes.enter(ADA);

        assertThatThrownBy(enterAndLeave(lanes, ADA)::get)
                .hasRootCauseInstanceOf(NoAnswerException.class)
                .hasRootCauseMessage("the conversation is busy with an earlier message");
        lanes.leave(ADA);
        assertThat(lanes.size()).isZero();
    }

    private Future<?> enterAndLeave(Lanes lanes, SessionKey session) {
        return other.submit(() -> {
            lanes.enter(session);
            lanes.leave(session);
            return null;
        });
    }
}
