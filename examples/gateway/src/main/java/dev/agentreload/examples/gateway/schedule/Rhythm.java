// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a job runs. <em>Immutable.</em>
 *
 * @param every how long after one run has ended the next one begins; empty if times are given
 * @param times the times of day and year; empty if an interval is given
 * @param hours the hours outside of which no run begins; empty for none
 */
public record Rhythm(Optional<Duration> every, Optional<Times> times, Optional<ActiveHours> hours) {

    /** How long to wait where the times never come again, such as on the 30th of February: to look once more. */
    private static final Duration NEVER = Duration.ofDays(365);

    /** Returns a rhythm of intervals. */
    public static Rhythm every(Duration interval) {
        return new Rhythm(Optional.of(interval), Optional.empty(), Optional.empty());
    }

    /** Returns a rhythm of times. */
    static Rhythm at(Times times) {
        return new Rhythm(Optional.empty(), Optional.of(times), Optional.empty());
    }

    Rhythm within(Optional<ActiveHours> active) {
        return new Rhythm(every, times, active);
    }

    /** Returns how long to wait for the next run. */
    Duration untilNext(Instant now) {
        return every.orElseGet(() -> times.flatMap(all -> all.untilNext(now)).orElse(NEVER));
    }

    /** Returns it in words. */
    String text() {
        return every.map(interval -> "every " + interval.toString().substring(2).toLowerCase(Locale.ROOT))
                .or(() -> times.map(all -> all.expression() + " " + all.zone()))
                .orElse("never");
    }

    /** Returns whether a run may begin. */
    boolean isActive(Instant now) {
        return hours.map(active -> active.contains(now)).orElse(true);
    }

    /**
     * Times as a line of a crontab.
     *
     * @param expression five fields, such as {@code 0 7 * * 1-5}
     * @param zone where it is seven o'clock then
     */
    record Times(String expression, ZoneId zone) {

        /**
         * Reads a line of a crontab.
         *
         * @throws IllegalArgumentException if it is none
         */
        static Times parse(String expression, ZoneId zone) {
            cron(expression);
            return new Times(expression, zone);
        }

        private static Cron cron(String expression) {
            return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                    .parse(expression)
                    .validate();
        }

        /**
         * A time that the clocks skip is that at which they do, so that a daily job runs on such a day too; a time of day that comes
         * twice counts once, as in crontabs.
         */
        Optional<Duration> untilNext(Instant now) {
            ExecutionTime execution = ExecutionTime.forCron(cron(expression));
            ZonedDateTime here = now.atZone(zone);
            return Stream.of(
                            execution.nextExecution(here).map(ZonedDateTime::toInstant),
                            execution
                                    .nextExecution(here.withZoneSameLocal(ZoneOffset.UTC))
                                    .flatMap(local -> skipped(local.toLocalDateTime())))
                    .flatMap(Optional::stream)
                    .filter(next -> next.isAfter(now))
                    .min(Comparator.naturalOrder())
                    .map(next -> Duration.between(now, next));
        }

        private Optional<Instant> skipped(LocalDateTime time) {
            return Optional.ofNullable(zone.getRules().getTransition(time))
                    .filter(ZoneOffsetTransition::isGap)
                    .map(ZoneOffsetTransition::getInstant);
        }
    }

    /**
     * The hours of a day in which a heartbeat beats.
     *
     * @param start when they begin
     * @param end when they end; before the start if they go past midnight
     * @param zone whose hours they are
     */
    record ActiveHours(LocalTime start, LocalTime end, ZoneId zone) {

        boolean contains(Instant now) {
            LocalTime time = ZonedDateTime.ofInstant(now, zone).toLocalTime();
            boolean after = !time.isBefore(start);
            boolean before = time.isBefore(end) || end.equals(LocalTime.MIDNIGHT);
            return (start.isBefore(end) || end.equals(LocalTime.MIDNIGHT)) ? (after && before) : (after || before);
        }
    }
}
