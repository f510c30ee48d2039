package dev.agentreload.examples.gateway.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    private final RecordingScheduler scheduler = new RecordingScheduler();
    private final List<String> runs = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Schedule cron = Schedule.cron(scheduler, this::run);
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        released.countDown();
        executor.shutdownNow();
        scheduler.shutdownNow();
    }

    @Test
    void start_runsEachJobInItsInterval() {
        cron.start(context(TWO_JOBS));
        scheduler.all.forEach(scheduled -> scheduled.task().run());

        assertThat(scheduler.all)
                .extracting(RecordingScheduler.Scheduled::every)
                .containsExactly(Duration.ofSeconds(30), Duration.ofHours(2));
        assertThat(runs).containsExactly("digest for coder: what is new?", "tidy for default: tidy up");
    }

    @Test
    void stop_cancelsAllJobsAndLetsNoneBegin() throws Exception {
        cron.start(context(TWO_JOBS));

        cron.stop(ActionScope.everything(), deadline(Duration.ZERO));
        scheduler.all.forEach(scheduled -> scheduled.task().run());

        assertThat(scheduler.all)
                .allSatisfy(scheduled -> assertThat(scheduled.future()).isCancelled());
        assertThat(runs).isEmpty();
    }

    @Test
    void restart_letsARunOfTheFormBeforeNotBegin() throws Exception {
        cron.start(context(TWO_JOBS));
        cron.stop(ActionScope.everything(), deadline(Duration.ZERO));
        cron.start(context(TWO_JOBS));

        scheduler.all.get(0).task().run();
        assertThat(runs).isEmpty();
        scheduler.all.get(2).task().run();
        assertThat(runs).containsExactly("digest for coder: what is new?");
    }

    @Test
    void stop_whileAJobRuns_letsItRunAndTheNextFormDoesNotRunItTwice() throws Exception {
        Future<?> run = startSlowJob();

        cron.stop(ActionScope.everything(), deadline(Duration.ZERO));

        cron.start(context(slowJob()));
        scheduler.all.get(1).task().run();
        assertThat(runs).containsExactly("slow for default: take your time");

        released.countDown();
        run.get();
        assertThat(runs).containsExactly("slow for default: take your time", "slow ended");

        scheduler.all.get(1).task().run();
        assertThat(runs).hasSize(4);
    }

    @Test
    void job_thatThrows_runsAgain() {
        cron.start(context(cron("{\"id\": \"bad\", \"every\": \"1s\", \"message\": \"throw\"}")));

        scheduler.all.get(0).task().run();
        scheduler.all.get(0).task().run();

        assertThat(runs).hasSize(2);
    }

    @Test
    void job_thatRunsOutOfStack_runsAgain() {
        cron.start(context(cron("{\"id\": \"bad\", \"every\": \"1s\", \"message\": \"overflow\"}")));

        scheduler.all.get(0).task().run();
        scheduler.all.get(0).task().run();

        assertThat(runs).hasSize(2);
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
    @CsvSource({"5ms, PT0.005S", "7s, PT7S", "3m, PT3M", "4h, PT4H", "2d, PT48H", "30, PT30M", "1h30m, PT90M"})
    void interval_withAnyUnit_isRead(String every, Duration expected) {
        cron.start(context(cron("{\"id\": \"a\", \"every\": \"" + every + "\", \"message\": \"m\"}")));

        assertThat(scheduler.all.get(0).every()).isEqualTo(expected);
    }

    @Test
    void jobs_withMistakes_areAllTold() {
        String mistakes = """
                {
                  "models": {"providers": {"echo": {"models": [{"id": "small"}]}}},
                  "agents": {"defaults": {"model": "echo/small"}, "list": [{"id": "coder"}]},
                  "cron": {"jobs": [
                    {"id": "a", "every": "1s", "agentId": "codr", "message": "m"},
                    {"id": "a", "every": "1s", "message": "m"},
                    {"every": "1s", "mesage": "m"}
                  ]}
                }
                """;

        assertThat(cron.validate(context(mistakes)))
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "unknown agent [codr] at cron.jobs[0].agentId (config.json:5:43); did you mean [coder]?",
                        "two jobs have the id [a] at cron.jobs[1].id (config.json:6:12); expected one job for each id",
                        "no id at cron.jobs[2].id (config.json:7:5); expected a text",
                        "no message at cron.jobs[2].message (config.json:7:5); expected a text",
                        "unknown key [mesage] at cron.jobs[2].mesage (config.json:7:31); did you mean [message]?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "of the defaults, the default agent's | 'defaults': {'heartbeat': {'every': '10m'}}, 'list': [{'id': 'main'}, {'id': 'b'}] | main PT10M",
                "of one agent, no other's | 'defaults': {'heartbeat': {'every': '10m'}}, 'list': [{'id': 'main'}, {'id': 'b', 'heartbeat': {'every': '5m'}}] | b PT5M",
                "an own one inherits | 'defaults': {'heartbeat': {'every': '10m'}}, 'list': [{'id': 'a', 'heartbeat': {}}, {'id': 'b', 'heartbeat': {'every': '5m'}}] | a PT10M, b PT5M",
                "nobody says how often | 'list': [{'id': 'a', 'heartbeat': {}}] | a PT30M",
                "of an entry | 'entries': {'main': {}, 'b': {'heartbeat': {'every': '1h30m'}}} | b PT1H30M",
                "minutes | 'defaults': {'heartbeat': {'every': '30'}} | main PT30M",
                "minutes as a number | 'defaults': {'heartbeat': {'every': 45}} | main PT45M",
                "off | 'defaults': {'heartbeat': {'every': '0m'}} | ''",
                "one agent's off | 'list': [{'id': 'a', 'heartbeat': {'every': '0m'}}, {'id': 'b', 'heartbeat': {'every': '1m'}}] | b PT1M",
                "false | 'defaults': {'heartbeat': {'every': '5m'}}, 'list': [{'id': 'main', 'heartbeat': false}] | ''",
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
    void heartbeat_withAPrompt_asksIt() {
        Schedule heartbeat = Schedule.heartbeat(scheduler, this::run);

        heartbeat.start(context("{\"agents\": {\"list\": [{\"id\": \"a\", \"heartbeat\": {\"prompt\": \"news?\"}}]}}"));
        scheduler.all.forEach(scheduled -> scheduled.task().run());

        assertThat(runs).containsExactly("a for a: news?");
    }

    @Test
    void heartbeat_withMistakes_isAWarningAndOff() {
        assertThat(Schedule.heartbeat(scheduler, this::run).validate(context("""
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
        assertThat(Schedule.heartbeat(scheduler, this::run).validate(context("""
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
    void job_withASchedule_isAWarningAndNeverRuns() {
        String jobs = cron("{\"name\": \"a\", \"schedule\": \"0 8 * * *\", \"prompt\": \"m\"}");

        assertThat(cron.validate(context(jobs)))
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "this gateway runs no job by a schedule at cron.jobs[0].schedule (config.json:1:46); expected"
                                + " [every], such as 30m; the job never runs");
        cron.start(context(jobs));
        assertThat(scheduler.all).isEmpty();
    }

    @Test
    void cron_thatIsNotEnabled_runsNothing() {
        cron.start(
                context(
                        "{\"cron\": {\"enabled\": false, \"jobs\": [{\"id\": \"a\", \"every\": \"1s\", \"message\": \"m\"}]}}"));

        assertThat(scheduler.all).isEmpty();
    }

    private String beats(String document) {
        return HeartbeatSection.read(
                        ConfigDocument.parse("config.json", document.replace('\'', '"')), new ProblemCollector())
                .stream()
                .map(job -> job.id() + " " + job.every())
                .collect(Collectors.joining(", "));
    }

    private Future<?> startSlowJob() throws InterruptedException {
        cron.start(context(slowJob()));
        Future<?> run = executor.submit(scheduler.all.get(0).task());
        begun.await();
        return run;
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
            throw new IllegalStateException("as it was told");
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
