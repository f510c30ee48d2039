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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastRunsTest {

    @TempDir
    Path directory;

    private final ManualTime time = new ManualTime(Instant.parse("2026-03-02T06:00:00Z"));
    private final List<String> runs = new ArrayList<>();

    @Test
    void interval_afterARestart_isCountedFromTheLastRun() throws Exception {
        StartedSchedule first = start(job("10m"));
        first.advance(Duration.ofMinutes(14));
        assertThat(runs).containsExactly("06:10");
        first.end();
        time.advance(Duration.ofMinutes(3));

        StartedSchedule second = start(job("10m"));
        second.advance(Duration.ofMinutes(3).minusNanos(1));
        assertThat(runs).hasSize(1);
        second.advance(Duration.ofNanos(1));

        assertThat(runs).containsExactly("06:10", "06:20");
    }

    @Test
    void interval_ofAJobThatHasNotRunYet_isCountedFromItsFirstStart() throws Exception {
        start(job("1d")).kill();
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofHours(7));
            start(job("1d")).kill();
        }

        start(job("1d")).advance(Duration.ofHours(3));

        assertThat(runs).containsExactly("06:00");
    }

    @Test
    void runs_missedWhileDown_happenOnceSoonAfterTheStart() throws Exception {
        start(job("10m")).kill();
        time.advance(Duration.ofHours(5));

        StartedSchedule second = start(job("10m"));
        second.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(runs).isEmpty();
        second.advance(Duration.ofNanos(1));
        assertThat(runs).containsExactly("11:00");
        second.advance(Duration.ofMinutes(9));

        assertThat(runs).hasSize(1);
    }

    @Test
    void job_thatAReloadRemoved_beginsAnew() throws Exception {
        StartedSchedule first = start(job("10m"));
        first.advance(Duration.ofMinutes(8));
        first.apply("{}");
        first.kill();
        time.advance(Duration.ofMinutes(5));

        start(job("10m")).advance(Duration.ofMinutes(9));

        assertThat(runs).isEmpty();
    }

    @Test
    void clock_thatWasSetBack_delaysNoJob() throws Exception {
        StartedSchedule first = start(job("10m"));
        first.advance(Duration.ofMinutes(10));
        first.end();
        time.setClockBy(Duration.ofDays(-1));

        start(job("10m")).advance(Duration.ofMinutes(10));

        assertThat(runs).hasSize(2);
    }

    @Test
    void shortIntervalsAndTimesOfDay_areNotRemembered() throws Exception {
        StartedSchedule first =
                start(job("30s").replace("]", ", {\"id\": \"b\", \"cron\": \"0 7 * * *\", \"message\": \"m\"}]"));
        first.advance(Duration.ofMinutes(2));
        first.end();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void file_isTheOwnersAloneAndMayBeBroken() throws Exception {
        Path file = directory.resolve("runs.json");
        start(job("10m")).end();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).hasContent("{\n  \"digest\" : \"2026-03-02T06:00:00Z\"\n}");

        for (String broken : List.of("", "[]", "null", "{\"digest\": null}", "{\"digest\": \"soon\"}")) {
            Files.writeString(file, broken);
            start(job("10m")).end();
        }

        assertThat(file).hasContent("{\n  \"digest\" : \"2026-03-02T06:00:00Z\"\n}");
    }

    private static String job(String every) {
        return "{\"cron\": {\"jobs\": [{\"id\": \"digest\", \"every\": \"" + every + "\", \"message\": \"new?\"}]}}";
    }

    private StartedSchedule start(String json) throws Exception {
        StartedSchedule process = new StartedSchedule();
        process.apply(json);
        return process;
    }

    /** A schedule with timers of its own. */
    private final class StartedSchedule {

        private final ManualScheduler scheduler = new ManualScheduler(time);
        private final Schedule cron = Schedule.cron(
                scheduler.runtime(Runnable::run),
                LastRuns.in(directory.resolve("runs.json")),
                job -> runs.add(time.instant().toString().substring(11, 16)));

        void apply(String json) throws IOException {
            ConfigDocument document = ConfigDocument.parse("config.json", json);
            cron.prepare(ReloadContext.start(document, Deadline.after(Duration.ofMinutes(1), System::nanoTime)))
                    .commit(retired());
        }

        void advance(Duration duration) {
            scheduler.advance(duration);
        }

        /** Ends as a process that ends in order. */
        void end() {
            cron.retireAll(retired());
        }

        /** Ends as a process that is killed. */
        void kill() {
            scheduler.shutdownNow();
        }

        private RetiredResources retired() {
            return RetiredResources.create(LeaseFactory.of(HostRuntime.of(Runnable::run)));
        }
    }
}
