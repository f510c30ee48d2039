// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.source.WatchSettings.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which times a watcher accepts. */
class WatchSettingsTest {

    private final WatchSettings standard = WatchSettings.standard();

    @Test
    void standard_hasTheDocumentedTimes() {
        assertThat(standard.pollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(standard.debounce()).isEqualTo(Duration.ofMillis(300));
        assertThat(standard.maxWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(standard.backoff()).isEqualTo(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60)));
    }

    @Test
    void changedCopies_changeOneTimeEach() {
        Duration time = Duration.ofSeconds(2);
        Backoff backoff = new Backoff(time, time);

        assertThat(standard.withPollInterval(time).pollInterval()).isEqualTo(time);
        assertThat(standard.withDebounce(time).debounce()).isEqualTo(time);
        assertThat(standard.withMaxWait(time).maxWait()).isEqualTo(time);
        assertThat(standard.withBackoff(backoff).backoff()).isEqualTo(backoff);
        assertThat(standard.withPollInterval(time).withPollInterval(standard.pollInterval()))
                .isEqualTo(standard);
    }

    @Test
    void contradictions_areRefused() {
        assertRefused(() -> standard.withPollInterval(Duration.ZERO), "the poll interval must not be zero");
        assertRefused(
                () -> standard.withDebounce(Duration.ofMillis(-1)),
                "the debounce time must not be negative: PT-0.001S");
        assertRefused(
                () -> standard.withMaxWait(Duration.ofMillis(299)),
                "the maximum wait [PT0.299S] must not be shorter than the debounce time [PT0.3S]");
        assertRefused(
                () -> standard.withMaxWait(Duration.ofDays(366)),
                "the maximum wait must not be longer than a year: PT8784H");
        assertRefused(() -> new Backoff(Duration.ZERO, Duration.ofDays(1)), "the initial backoff must not be zero");
        assertRefused(
                () -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                "the maximum backoff [PT1S] must not be shorter than the initial one [PT2S]");
    }

    @Test
    void backoff_afterAnyNumberOfFailures_staysWithinItsBounds() {
        Backoff backoff = new Backoff(Duration.ofNanos(3), Duration.ofDays(365));

        assertThat(backoff.nanosAfter(1)).isEqualTo(3);
        assertThat(backoff.nanosAfter(3)).isEqualTo(12);
        assertThat(backoff.nanosAfter(64)).isEqualTo(Duration.ofDays(365).toNanos());
        assertThat(backoff.nanosAfter(Integer.MAX_VALUE))
                .isEqualTo(Duration.ofDays(365).toNanos());
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable action, String message) {
        assertThatThrownBy(action).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
