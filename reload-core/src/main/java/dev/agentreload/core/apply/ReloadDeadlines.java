package dev.agentreload.core.apply;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How long a host's code may take, for each call. <em>Immutable.</em>
 *
 * @param prepare to build a new form
 * @param verify to try a new form
 * @param stop to stop an exclusive participant
 * @param start to start an exclusive participant
 * @param cleanUp to discard a new form, and to come back after an interrupt
 * @param listener to take in one event; a listener that takes longer is named in the status
 */
public record ReloadDeadlines(
        Duration prepare, Duration verify, Duration stop, Duration start, Duration cleanUp, Duration listener) {

    private static final ReloadDeadlines STANDARD = new ReloadDeadlines(
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));

    /**
     * Checks the times.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public ReloadDeadlines {
        Stream.of(prepare, verify, stop, start, cleanUp, listener)
                .forEach(time ->
                        checkArgument(!time.isNegative() && !time.isZero(), "deadline [%s] is not positive", time));
    }

    /** Returns 30 s to prepare and to start, 10 s to verify and to stop, 5 s to clean up and to listen. */
    public static ReloadDeadlines standard() {
        return STANDARD;
    }

    /** Returns these deadlines with another time to build a new form. */
    public ReloadDeadlines withPrepare(Duration time) {
        return new ReloadDeadlines(time, verify, stop, start, cleanUp, listener);
    }

    /** Returns these deadlines with another time to try a new form. */
    public ReloadDeadlines withVerify(Duration time) {
        return new ReloadDeadlines(prepare, time, stop, start, cleanUp, listener);
    }

    /** Returns these deadlines with another time to stop an exclusive participant. */
    public ReloadDeadlines withStop(Duration time) {
        return new ReloadDeadlines(prepare, verify, time, start, cleanUp, listener);
    }

    /** Returns these deadlines with another time to start an exclusive participant. */
    public ReloadDeadlines withStart(Duration time) {
        return new ReloadDeadlines(prepare, verify, stop, time, cleanUp, listener);
    }

    /** Returns these deadlines with another time to discard a new form and to come back after an interrupt. */
    public ReloadDeadlines withCleanUp(Duration time) {
        return new ReloadDeadlines(prepare, verify, stop, start, time, listener);
    }

    /** Returns these deadlines with another time to take in one event. */
    public ReloadDeadlines withListener(Duration time) {
        return new ReloadDeadlines(prepare, verify, stop, start, cleanUp, time);
    }
}
