// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long a host's code may take, for each call, in the time of the host's ticker. <em>Immutable.</em>
 */
public final class ReloadDeadlines {

    private static final ReloadDeadlines STANDARD = new ReloadDeadlines(ImmutableMap.<Call, Duration>builder()
            .put(Call.READ, Duration.ofSeconds(30))
            .put(Call.VALIDATE, Duration.ofSeconds(10))
            .put(Call.PREPARE, Duration.ofSeconds(30))
            .put(Call.VERIFY, Duration.ofSeconds(10))
            .put(Call.STOP, Duration.ofSeconds(10))
            .put(Call.START, Duration.ofSeconds(30))
            .put(Call.CLEAN_UP, Duration.ofSeconds(5))
            .put(Call.LISTENER, Duration.ofSeconds(5))
            .build());

    private final ImmutableMap<Call, Duration> times;

    private ReloadDeadlines(Map<Call, Duration> times) {
        this.times = Maps.immutableEnumMap(times);
    }

    private enum Call {
        READ,
        VALIDATE,
        PREPARE,
        VERIFY,
        STOP,
        START,
        CLEAN_UP,
        LISTENER
    }

    /** Returns 30 s to read, to prepare and to start, 10 s to validate, to verify and to stop, 5 s to clean up and to listen. */
    public static ReloadDeadlines standard() {
        return STANDARD;
    }

    /** Returns how long a source may take to give its document. */
    public Duration read() {
        return time(Call.READ);
    }

    /** Returns how long a participant may take to validate a document. */
    public Duration validate() {
        return time(Call.VALIDATE);
    }

    /** Returns how long a participant may take to build a new form. */
    public Duration prepare() {
        return time(Call.PREPARE);
    }

    /** Returns how long a new form may take to be tried. */
    public Duration verify() {
        return time(Call.VERIFY);
    }

    /** Returns how long an exclusive participant may take to stop. */
    public Duration stop() {
        return time(Call.STOP);
    }

    /** Returns how long an exclusive participant may take to start. */
    public Duration start() {
        return time(Call.START);
    }

    /** Returns how long a new form may take to be discarded, and a call to return after its interrupt. */
    public Duration cleanUp() {
        return time(Call.CLEAN_UP);
    }

    /** Returns how long a listener may take for one event; one that takes longer is named in the status. */
    public Duration listener() {
        return time(Call.LISTENER);
    }

    private Duration time(Call call) {
        return requireNonNull(times.get(call));
    }

    /** Returns these deadlines with another {@link #read}. */
    public ReloadDeadlines withRead(Duration time) {
        return with(Call.READ, time);
    }

    /** Returns these deadlines with another {@link #validate}. */
    public ReloadDeadlines withValidate(Duration time) {
        return with(Call.VALIDATE, time);
    }

    /** Returns these deadlines with another {@link #prepare}. */
    public ReloadDeadlines withPrepare(Duration time) {
        return with(Call.PREPARE, time);
    }

    /** Returns these deadlines with another {@link #verify}. */
    public ReloadDeadlines withVerify(Duration time) {
        return with(Call.VERIFY, time);
    }

    /** Returns these deadlines with another {@link #stop}. */
    public ReloadDeadlines withStop(Duration time) {
        return with(Call.STOP, time);
    }

    /** Returns these deadlines with another {@link #start}. */
    public ReloadDeadlines withStart(Duration time) {
        return with(Call.START, time);
    }

    /** Returns these deadlines with another {@link #cleanUp}. */
    public ReloadDeadlines withCleanUp(Duration time) {
        return with(Call.CLEAN_UP, time);
    }

    /** Returns these deadlines with another {@link #listener}. */
    public ReloadDeadlines withListener(Duration time) {
        return with(Call.LISTENER, time);
    }

    /** All {@code with} methods refuse times that are not positive with an {@link IllegalArgumentException}. */
    private ReloadDeadlines with(Call call, Duration time) {
        checkArgument(!time.isNegative() && !time.isZero(), "deadline [%s] is not positive", time);
        Map<Call, Duration> others = new EnumMap<>(times);
        others.put(call, time);
        return new ReloadDeadlines(others);
    }

    /** Returns all times. */
    @Override
    public String toString() {
        return "ReloadDeadlines" + times;
    }
}
