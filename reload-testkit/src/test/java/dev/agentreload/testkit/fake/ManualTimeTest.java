// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.participant.Deadline;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

    private final ManualTime time = new ManualTime(Instant.EPOCH);

    @Test
    void advance_deadlineBeyondTheOverflow_passesWhenItsTimeIsOver() {
        Deadline deadline = Deadline.after(Duration.ofSeconds(2), time);

        time.advance(Duration.ofMillis(1_999));
        assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(1));
        assertThat(time.getAsLong()).as("has overflowed").isNegative();
        time.advance(Duration.ofMillis(1));

        assertThat(deadline.isExpired()).isTrue();
        assertThat(time.instant()).isEqualTo(Instant.EPOCH.plusSeconds(2));
    }

    @Test
    void setClockBy_anyTime_leavesTheTicker() {
        long tick = time.getAsLong();

        time.setClockBy(Duration.ofHours(1));
        assertThat(time.instant()).isEqualTo(Instant.EPOCH.plusSeconds(3600));
        time.setClockBy(Duration.ofHours(-2));
        assertThat(time.instant()).isEqualTo(Instant.EPOCH.minusSeconds(3600));

        assertThat(time.getAsLong()).isEqualTo(tick);
        assertThat(time).hasToString("ManualTime[1969-12-31T23:00:00Z, PT0S passed]");
    }

    @Test
    void advance_negativeTime_isRefused() {
        assertThatThrownBy(() -> time.advance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time cannot pass by [PT-1S]; expected zero or more");
    }
}
