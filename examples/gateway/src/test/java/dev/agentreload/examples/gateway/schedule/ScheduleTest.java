// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.testkit.fake.ManualScheduler;
import dev.agentreload.testkit.fake.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final String TWO_JOBS = """
            {
              "models": {"providers": {"echo": {"models": [{"id": "small"}]}}},
              "agents": {"defaults": {"model": "echo/small"}, "list": [{"id": "main"}, {"id": "coder"}]},
              "cron": {"jobs": [
                {"id": "digest", "every": "30s", "agentId": "coder", "message": "what is new?"},
                {"id": "tidy", "every": "2h", "message": "tidy up"}
              ]}
            }
            """;

    private final ManualTime time = new ManualTime(Instant.parse("2026-03-02T05:59:00Z"));
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final List<String> runs = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Schedule cron = Schedule.cron(scheduler.runtime(Runnable::run), LastRuns.ofThisProcess(), this::run);
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        released.countDown();
        executor.shutdownNow();
    }

    @Test
    void commit_runsEachJobInItsInterval() throws Exception {
        apply(cron, TWO_JOBS);

        scheduler.advance(Duration.ofSeconds(29));
        assertThat(runs).isEmpty();
        scheduler.advance(Duration.ofSeconds(1));
        assertThat(runs).containsExactly("digest for coder: what is new?");
        scheduler.advance(Duration.ofSeconds(30));
        assertThat(runs).hasSize(2);
    }

    @Test
    void edit_ofAnotherJob_leavesTheTimersOfAllOthers() throws Exception {
        apply(cron, TWO_JOBS);
        scheduler.advance(Duration.ofSeconds(20));

        apply(cron, TWO_JOBS.replace("\"2h\"", "\"3h\"").replace("what is new?", "any news?"));
        scheduler.advance(Duration.ofSeconds(10));

        assertThat(runs).containsExactly("digest for coder: any news?");
    }

    @Test
    void removal_ofAJob_letsNoRunBegin() throws Exception {
        apply(cron, TWO_JOBS);
        apply(cron, "{}");

        scheduler.advance(Duration.ofHours(3));

        assertThat(runs).isEmpty();
        assertThat(scheduler.waiting()).isZero();
    }

    @Test
    void reload_whileAJobRuns_waitsForNothingAndRunsItNotTwice() throws Exception {
        Schedule slow = Schedule.cron(scheduler.runtime(executor), LastRuns.ofThisProcess(), this::run);
        apply(slow, slowJob());
        scheduler.advance(Duration.ofSeconds(1));
        begun.await();

        apply(slow, "{}");
        apply(slow, slowJob());
        scheduler.advance(Duration.ofSeconds(1));

        assertThat(runs).containsExactly("slow for default: take your time");
    }

    @Test
    void rollback_bringsTheJobsBeforeBack() throws Exception {
        apply(cron, TWO_JOBS);
        Prepared prepared = cron.prepare(context("{}"));
        prepared.commit(retired());
        prepared.rollback(retired());

        scheduler.advance(Duration.ofSeconds(30));

        assertThat(runs).containsExactly("digest for coder: what is new?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "overflow"})
    void job_thatThrows_runsAgain(String message) throws Exception {
        apply(cron, cron("{\"id\": \"bad\", \"every\": \"1s\", \"message\": \"" + message + "\"}"));

        scheduler.advance(Duration.ofSeconds(1));
        scheduler.advance(Duration.ofSeconds(1));

        assertThat(runs).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id': 'a', 'cron': '0 7 * * *', 'tz': 'Europe/Berlin', 'message': 'm'}",
                "{'id': 'a', 'schedule': {'kind': 'cron', 'expr': '0 7 * * *', 'tz': 'Europe/Berlin'}, 'message': 'm'}",
                "{'id': 'a', 'schedule': {'expr': '0 6 * * 1', 'tz': 'UTC'}, 'payload': {'kind': 'agentTurn', 'message': 'm'}}"
            })
    void times_areThoseOfTheirZone(String job) throws Exception {
        apply(cron, cron(job.replace('\'', '"')));

        scheduler.advance(Duration.ofSeconds(59));
        assertThat(runs).isEmpty();
        scheduler.advance(Duration.ofSeconds(1));
        assertThat(runs).containsExactly("a for default: m");
        scheduler.advance(Duration.ofHours(23));
        assertThat(runs).hasSize(1);
    }

    @Test
    void times_thatAreNone_areProblems() {
        String jobs = cron("{\"id\": \"a\", \"cron\": \"0 25 * * *\", \"message\": \"m\"},"
                + "{\"id\": \"b\", \"cron\": \"0 7 * * *\", \"tz\": \"Mars/Base\", \"message\": \"m\"},"
                + "{\"id\": \"c\", \"schedule\": {\"kind\": \"at\"}, \"message\": \"m\"}");

        assertThat(cron.validate(context(jobs)))
                .extracting(ConfigProblem::message)
                .containsExactly(
                        "[0 25 * * *] is no cron expression",
                        "unknown time zone [Mars/Base]",
                        "this gateway runs no job of kind [at]");
    }

    @Test
    void heartbeat_outsideItsActiveHours_isSilent() throws Exception {
        Schedule heartbeat = Schedule.heartbeat(scheduler.runtime(Runnable::run), LastRuns.ofThisProcess(), this::run);
        apply(
                heartbeat,
                "{\"agents\": {\"defaults\": {\"heartbeat\": {\"every\": \"30m\","
                        + " \"activeHours\": {\"start\": \"08:00\", \"end\": \"09:00\", \"timezone\": \"Europe/Berlin\"}}}}}");

        scheduler.advance(Duration.ofMinutes(30));
        scheduler.advance(Duration.ofMinutes(30));
        assertThat(runs).isEmpty();
        scheduler.advance(Duration.ofMinutes(30));
        assertThat(runs).as("at 8:29").hasSize(1);
        scheduler.advance(Duration.ofMinutes(30));
        assertThat(runs).as("at 8:59").hasSize(2);
        scheduler.advance(Duration.ofMinutes(30));
        assertThat(runs).as("at 9:29").hasSize(2);
    }

    @Test
    void job_thatIsSwitchedOff_neverRuns() throws Exception {
        apply(cron, cron("{\"id\": \"a\", \"enabled\": false, \"every\": \"1s\", \"message\": \"m\"}"));

        assertThat(scheduler.waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "0s", "0", "30 s", "-1s", "1h30", "*/5 * * * *"})
    void interval_thatIsNone_isAProblem(String every) {
        String job = "{\"id\": \"a\", \"every\": \"" + every + "\", \"message\": \"m\"}";

        assertThat(cron.validate(context(cron(job))))
                .extracting(ConfigProblem::toString)
                .containsExactly("[" + every + "] is no interval at cron.jobs[0].every (config.json:1:41); "
                        + "expected numbers with ms, s, m, h or d, such as 30s or 1h30m");
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "7s, PT7S", "3m, PT3M", "4h, PT4H", "2d, PT48H", "30, PT30M", "1h30m, PT90M"})
    void interval_withAnyUnit_isRead(String every, Duration expected) {
        String job = cron("{\"id\": \"a\", \"every\": \"" + every + "\", \"message\": \"m\"}");

        assertThat(CronSection.read(ConfigDocument.parse("config.json", job), new ProblemCollector()))
                .extracting(Job::rhythm)
                .containsExactly(Rhythm.every(expected));
    }

    @Test
    void interval_thatIsTooShort_isAProblem() {
        assertThat(cron.validate(context(cron("{\"id\": \"a\", \"every\": \"1ms\", \"message\": \"m\"}"))))
                .extracting(ConfigProblem::message)
                .containsExactly("the interval is shorter than 100ms");
    }

    @Test
    void jobs_withMistakes_areAllReported() {
        String mistakes = """
                {
                  "models": {"providers": {"echo": {"models": [{"id": "small"}]}}},
                  "agents": {"defaults": {"model": "echo/small"}, "list": [{"id": "coder"}]},
                  "cron": {"jobs": [
                    {"id": "a", "every": "1s", "agentId": "codr", "message": "m"},
                    {"id": "a", "every": "1s", "message": "m"},
                    {"every": "1s", "mesage": "m"},
                    {"every": 60, "message": "m"}
                  ]}
                }
                """;

        assertThat(cron.validate(context(mistakes)))
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "unknown agent [codr] at cron.jobs[0].agentId (config.json:5:43); did you mean [coder]?",
                        "two jobs have the id [a] at cron.jobs[1].id (config.json:6:12); expected one job for each id",
                        "no id at cron.jobs[2].id (config.json:7:5); expected a text",
                        "unknown key [mesage] at cron.jobs[2].mesage (config.json:7:31); did you mean [message]?",
                        "no id at cron.jobs[3].id (config.json:8:5); expected a text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "of the defaults, the default agent's | 'defaults': {'heartbeat': {'every': '10m'}}, 'list': [{'id': 'main'}, {'id': 'b'}] | main PT10M",
                "of one agent, no other's | 'defaults': {'heartbeat': {'every': '10m'}}, 'list': [{'id': 'main'}, {'id': 'b', 'heartbeat': {'every': '5m'}}] | b PT5M",
                "an own one inherits | 'defaults': {'heartbeat': {'every': '10m'}}, 'list': [{'id': 'a', 'heartbeat': {}}, {'id': 'b', 'heartbeat': {'every': '5m'}}] | a PT10M, b PT5M",
                "no interval given | 'list': [{'id': 'a', 'heartbeat': {}}] | a PT30M",
                "of an entry | 'entries': {'main': {}, 'b': {'heartbeat': {'every': '1h30m'}}} | b PT1H30M",
                "minutes | 'defaults': {'heartbeat': {'every': '30'}} | main PT30M",
                "minutes as a number | 'defaults': {'heartbeat': {'every': 45}} | main PT45M",
                "off | 'defaults': {'heartbeat': {'every': '0m'}} | ''",
                "one agent's off | 'list': [{'id': 'a', 'heartbeat': {'every': '0m'}}, {'id': 'b', 'heartbeat': {'every': '1m'}}] | b PT1M",
                "false | 'defaults': {'heartbeat': {'every': '5m'}}, 'list': [{'id': 'main', 'heartbeat': false}] | ''",
                "off in a word | 'defaults': {'heartbeat': {'every': 'off'}} | ''",
                "not enabled | 'defaults': {'heartbeat': {'every': '5m', 'enabled': false}} | ''",
                "none | 'list': [{'id': 'a'}] | ''"
            })
    void heartbeat_inAnyForm_isReadAsOpenClawDoes(String name, String agents, String expected) {
        assertThat(beats("{'agents': {" + agents + "}}")).as(name).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'heartbeat': {'enabled': true, 'interval': 20}} | main PT20M",
                "{'heartbeat': {'enabled': true}} | main PT30M",
                "{'heartbeat': {'enabled': false, 'interval': 20}} | ''"
            })
    void heartbeat_ofPicoClaw_isTheDefaultAgents(String document, String expected) {
        assertThat(beats(document)).isEqualTo(expected);
    }

    @Test
    void heartbeat_withAPrompt_asksIt() throws Exception {
        Schedule heartbeat = Schedule.heartbeat(scheduler.runtime(Runnable::run), LastRuns.ofThisProcess(), this::run);

        apply(heartbeat, "{\"agents\": {\"list\": [{\"id\": \"a\", \"heartbeat\": {\"prompt\": \"news?\"}}]}}");
        scheduler.advance(Duration.ofMinutes(30));

        assertThat(runs).containsExactly("a for a: news?");
    }

    @Test
    void heartbeat_withMistakes_isAWarningAndOff() {
        assertThat(Schedule.heartbeat(scheduler.runtime(Runnable::run), LastRuns.ofThisProcess(), this::run)
                        .validate(context("""
                        {"agents": {"defaults": {"heartbeat": {"evry": "5m"}}, "list": [{"id": "a", "heartbeat": {"every": "nonsense"}},
                          {"id": "b", "heartbeat": {"every": true}}]}}
                        """)))
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "unknown key [evry] at agents.defaults.heartbeat.evry (config.json:1:48); did you mean [every]?",
                        "[nonsense] is no interval, so that this heartbeat is off at agents.list[id=a].heartbeat.every"
                                + " (config.json:1:100); expected numbers with ms, s, m, h or d, such as 30s or 1h30m",
                        "found true or false in place of an interval, so that this heartbeat is off at agents.list[id=b].heartbeat.every"
                                + " (config.json:2:38); expected numbers with ms, s, m, h or d, such as 30s or 1h30m");
        assertThat(beats("{'agents': {'defaults': {'heartbeat': {'every': 'nonsense'}}}}"))
                .isEmpty();
    }

    @Test
    void keysThatOpenClawDocuments_areKnown() {
        assertThat(Schedule.heartbeat(scheduler.runtime(Runnable::run), LastRuns.ofThisProcess(), this::run)
                        .validate(context("""
                        {"agents": {"defaults": {"heartbeat": {"every": "5m", "target": "last", "to": "x", "model": "m", "session": "s",
                          "activeHours": {}, "lightContext": true, "isolatedSession": true, "skipWhenBusy": true, "ackMaxChars": 1,
                          "directPolicy": "allow", "includeReasoning": true, "accountId": "a", "timeoutSeconds": 1}}}}
                        """)))
                .isEmpty();
        assertThat(cron.validate(context("""
                        {"cron": {"enabled": false, "maxConcurrentRuns": 1, "sessionRetention": "24h", "store": "x", "runLog": {},
                          "exec_timeout_minutes": 5, "webhook": "x", "retry": {}, "jobs": []}}
                        """))).isEmpty();
    }

    @Test
    void job_thatIsRunNow_runsBesideItsTimerAndNotTwiceAtATime() throws Exception {
        Schedule slow = Schedule.cron(scheduler.runtime(executor), LastRuns.ofThisProcess(), this::run);
        apply(slow, slowJob());

        assertThat(slow.runNow("slow")).isEqualTo(JobRunner.Start.STARTED);
        begun.await();
        assertThat(slow.runNow("slow")).isEqualTo(JobRunner.Start.RUNS_ALREADY);
        assertThat(slow.runNow("other")).isEqualTo(JobRunner.Start.UNKNOWN);
        scheduler.advance(Duration.ofSeconds(3));

        assertThat(runs).containsExactly("slow for default: take your time");
        assertThat(scheduler.waiting()).as("timers").isEqualTo(1);
    }

    @Test
    void job_thatIsRunNow_keepsItsTimes() throws Exception {
        apply(cron, TWO_JOBS);
        scheduler.advance(Duration.ofSeconds(20));

        assertThat(cron.runNow("digest")).isEqualTo(JobRunner.Start.STARTED);
        assertThat(runs).hasSize(1);
        scheduler.advance(Duration.ofSeconds(10));
        assertThat(runs).hasSize(2);
        scheduler.advance(Duration.ofSeconds(30));
        assertThat(runs).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "of one job | {'jobs': [{'id': 'a', 'enabled': false, 'cron': '* * * * *', 'message': 'm'}]}",
                "of all jobs | {'enabled': false, 'jobs': [{'id': 'a', 'cron': '* * * * *', 'message': 'm'}]}",
                "of OpenClaw's form | {'jobs': [{'id': 'a', 'enabled': false, 'schedule': {'expr': '* * * * *'},"
                        + " 'payload': {'text': 'm'}}]}"
            })
    void times_thatAreSwitchedOffWhileTheyRun_comeNoMore(String name, String section) throws Exception {
        String off = "{\"cron\": " + section.replace('\'', '"') + "}";
        apply(cron, off.replace("false", "true"));
        scheduler.advance(Duration.ofMinutes(2));
        assertThat(runs).as(name).hasSize(2);

        apply(cron, off);
        scheduler.advance(Duration.ofHours(1));

        assertThat(runs).as(name).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'every': '0m'}",
                "{'every': 'off'}",
                "{'every': 'OFF '}",
                "{'every': 0}",
                "{'enabled': false}",
                "false"
            })
    void heartbeat_thatIsSwitchedOffWhileItBeats_beatsNoMore(String off) throws Exception {
        Schedule heartbeat = Schedule.heartbeat(scheduler.runtime(Runnable::run), LastRuns.ofThisProcess(), this::run);
        String one = "{\"agents\": {\"list\": [{\"id\": \"a\", \"heartbeat\": {\"every\": \"5m\"}}]}}";
        apply(heartbeat, one);
        scheduler.advance(Duration.ofMinutes(5));
        assertThat(runs).hasSize(1);

        apply(heartbeat, one.replace("{\"every\": \"5m\"}", off.replace('\'', '"')));
        scheduler.advance(Duration.ofHours(2));
        assertThat(runs).hasSize(1);

        apply(heartbeat, one);
        scheduler.advance(Duration.ofMinutes(5));
        assertThat(runs).hasSize(2);
    }

    /** On the day on which the clocks go forward these hours are one hour shorter. */
    @Test
    void heartbeat_withHoursOfAnotherZone_keepsThemWhenTheClocksAreChanged() throws Exception {
        ManualTime night = new ManualTime(Instant.parse("2026-03-28T23:30:00Z"));
        ManualScheduler nights = new ManualScheduler(night);
        Schedule heartbeat = Schedule.heartbeat(
                nights.runtime(Runnable::run),
                LastRuns.ofThisProcess(),
                job -> runs.add(night.instant()
                        .atZone(ZoneId.of("Europe/Berlin"))
                        .toLocalTime()
                        .toString()));
        apply(
                heartbeat,
                "{\"agents\": {\"defaults\": {\"heartbeat\": {\"every\": \"30m\","
                        + " \"activeHours\": {\"start\": \"01:00\", \"end\": \"04:00\", \"timezone\": \"Europe/Berlin\"}}}}}");

        nights.advance(Duration.ofHours(12));

        assertThat(runs).containsExactly("01:00", "01:30", "03:00", "03:30");
    }

    @Test
    void cron_thatIsNotEnabled_runsNothing() throws Exception {
        apply(
                cron,
                "{\"cron\": {\"enabled\": false, \"jobs\": [{\"id\": \"a\", \"every\": \"1s\", \"message\": \"m\"}]}}");

        assertThat(scheduler.waiting()).isZero();
    }

    private static void apply(Schedule schedule, String json) throws Exception {
        schedule.prepare(context(json)).commit(retired());
    }

    private static RetiredResources retired() {
        return RetiredResources.create(LeaseFactory.of(HostRuntime.of(Runnable::run)));
    }

    private String beats(String document) {
        return HeartbeatSection.read(
                        ConfigDocument.parse("config.json", document.replace('\'', '"')), new ProblemCollector())
                .stream()
                .map(job -> job.id() + " " + job.rhythm().every().orElseThrow())
                .collect(Collectors.joining(", "));
    }

    private static String slowJob() {
        return cron("{\"id\": \"slow\", \"every\": \"1s\", \"message\": \"take your time\"}");
    }

    private static String cron(String job) {
        return "{\"cron\": {\"jobs\": [" + job + "]}}";
    }

    private void run(Job job) {
        runs.add(job.id() + " for " + job.message().to().map(Object::toString).orElse("default") + ": "
                + job.message().text());
        if (job.message().text().equals("throw")) {
            throw new IllegalStateException("scripted failure");
        }
        if (job.message().text().equals("overflow")) {
            throw new StackOverflowError();
        }
        if (job.id().equals("slow")) {
            begun.countDown();
            waitForRelease();
            runs.add("slow ended");
        }
    }

    private void waitForRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ReloadContext context(String json) {
        return ReloadContext.start(ConfigDocument.parse("config.json", json), deadline(Duration.ofMinutes(1)));
    }

    private static Deadline deadline(Duration time) {
        return Deadline.after(time, System::nanoTime);
    }
}
