// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.testkit.fake.ManualScheduler;
import dev.agentreload.testkit.fake.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When jobs run, by the clock of the zone that they name, through days on which the clocks are changed. */
class ScheduleTimesTest {

    private final List<String> runs = new ArrayList<>();

    /** Asia/Kolkata has no summer time and is half an hour off, and the zone of this machine is any other. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a daily job keeps its hour | 0 7 * * * | Europe/Berlin | 2026-03-28T00:00Z | P3D"
                        + " | 28T07:00+01:00 29T07:00+02:00 30T07:00+02:00",
                "an hour that never comes runs when the clocks are changed | 30 2 * * * | Europe/Berlin | 2026-03-28T00:00Z | P3D"
                        + " | 28T02:30+01:00 29T03:00+02:00 30T02:30+02:00",
                "two such times are one | 0,30 2 * * * | Europe/Berlin | 2026-03-29T00:00Z | PT20H | 29T03:00+02:00",
                "the next hour is not run twice | 0 2,3 * * * | Europe/Berlin | 2026-03-29T00:00Z | PT20H | 29T03:00+02:00",
                "an hour that comes twice runs a daily job once | 30 2 * * * | Europe/Berlin | 2026-10-24T00:00Z | P3D"
                        + " | 24T02:30+02:00 25T02:30+02:00 26T02:30+01:00",
                "a job of each half hour runs in both | 0/30 * * * * | Europe/Berlin | 2026-10-25T00:10Z | PT2H"
                        + " | 25T02:30+02:00 25T02:00+01:00 25T02:30+01:00 25T03:00+01:00",
                "and in the short night in all there are | 0/30 * * * * | Europe/Berlin | 2026-03-29T00:10Z | PT2H"
                        + " | 29T01:30+01:00 29T03:00+02:00 29T03:30+02:00 29T04:00+02:00",
                "midnight that never comes | 0 0 * * * | America/Santiago | 2026-09-05T12:00Z | P2D"
                        + " | 06T01:00-03:00 07T00:00-03:00",
                "half an hour that never comes | 15 2 * * * | Australia/Lord_Howe | 2026-10-03T00:00Z | P2D"
                        + " | 04T02:30+11:00 05T02:15+11:00",
                "a zone without summer time | 0 7 * * 1-5 | Asia/Kolkata | 2026-03-27T00:00Z | P4D"
                        + " | 27T07:00+05:30 30T07:00+05:30",
                "the other side of the date line | 0 1 * * * | Pacific/Auckland | 2026-04-03T00:00Z | P3D"
                        + " | 04T01:00+13:00 05T01:00+13:00 06T01:00+12:00",
                "a day that no year has | 0 0 30 2 * | Europe/Berlin | 2026-02-01T00:00Z | P60D | ''"
            })
    void job_atTimesOfAZone_runsAtThem(
            String name, String expression, ZoneId zone, String begin, Duration time, String expected)
            throws Exception {
        ManualScheduler scheduler = new ManualScheduler(new ManualTime(Instant.parse(begin.replace("Z", ":00Z"))));
        Schedule schedule = schedule(scheduler.runtime(Runnable::run), zone);

        apply(schedule, expression, zone);
        scheduler.advance(time);

        assertThat(String.join(" ", runs)).as(name).isEqualTo(expected);
    }

    /** A timer may fire before the clock of the day says so, since clocks are set. */
    @Test
    void job_whoseTimerIsAheadOfTheClock_runsOnce() throws Exception {
        ManualTime time = new ManualTime(Instant.parse("2026-03-02T05:59:00Z"));
        ManualScheduler scheduler = new ManualScheduler(time);
        AtomicLong lag = new AtomicLong();
        HostRuntime lagging =
                scheduler.runtime(Runnable::run).withClock(() -> time.instant().minusMillis(lag.get()));
        Schedule schedule = schedule(lagging, ZoneId.of("UTC"));
        apply(schedule, "0 6 * * *", ZoneId.of("UTC"));
        lag.set(40);

        scheduler.advance(Duration.ofHours(1));
        assertThat(runs).hasSize(1);
        scheduler.advance(Duration.ofDays(1));
        assertThat(runs).hasSize(2);
    }

    private Schedule schedule(HostRuntime runtime, ZoneId zone) {
        return Schedule.cron(
                runtime,
                LastRuns.ofThisProcess(),
                job -> runs.add(runtime.clock()
                        .instant()
                        .atZone(zone)
                        .toOffsetDateTime()
                        .toString()
                        .substring(8)));
    }

    private static void apply(Schedule schedule, String expression, ZoneId zone) throws Exception {
        ConfigDocument document = ConfigDocument.parse(
                "config.json",
                "{cron: {jobs: [{id: 'a', cron: '" + expression + "', tz: '" + zone + "', message: 'm'}]}}");
        schedule.prepare(ReloadContext.start(document, Deadline.after(Duration.ofMinutes(1), System::nanoTime)))
                .commit(RetiredResources.create(LeaseFactory.of(HostRuntime.of(Runnable::run))));
    }
}
