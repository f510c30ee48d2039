// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.examples.gateway.channel.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that an operator runs by hand. */
class JobCommandsTest extends GatewayFixture {

    private static final String JOBS = ", \"cron\": {\"jobs\": ["
            + "{\"id\": \"digest\", \"every\": \"90m\", \"message\": \"what is new?\"},"
            + "{\"id\": \"weekly report\", \"cron\": \"0 7 * * 1\", \"tz\": \"Europe/Berlin\", \"message\": \"report\"},"
            + "{\"id\": \"off\", \"enabled\": false, \"every\": \"1h\", \"message\": \"m\"}]}}";

    @BeforeEach
    void start() throws IOException, InterruptedException {
        String config = CONFIG.replace("\"id\": \"main\"", "\"id\": \"main\", \"heartbeat\": {\"every\": \"30m\"}");
        Files.writeString(file, config.strip().replaceFirst("}$", JOBS));
        assertThat(gateway.start()).isEmpty();
        assertThat(output.take()).startsWith("http: listening on ");
    }

    @Test
    void jobs_areListedWithTheirTimes() {
        assertThat(gateway.answer(ADA, "/jobs")).isEqualTo("""
                        cron digest, every 1h30m
                        cron weekly report, 0 7 * * 1 Europe/Berlin
                        heartbeat main, every 30m""");
    }

    @Test
    void job_thatIsRunByHand_answersAsWhenScheduled() throws InterruptedException {
        assertThat(gateway.answer(ADA, "/jobs run digest"))
                .isEqualTo("cron digest is started; its answer appears where its other answers do");
        assertThat(output.poll(60, TimeUnit.SECONDS))
                .isEqualTo("cron digest: main (echo/small) to message 1: what is new?");
        assertThat(gateway.answer(ADA, "/jobs run cron weekly report")).startsWith("cron weekly report is started;");
        assertThat(output.poll(60, TimeUnit.SECONDS)).startsWith("cron weekly report: main");
        assertThat(gateway.answer(ADA, "/jobs run heartbeat main")).startsWith("heartbeat main is started;");
        assertThat(output.poll(60, TimeUnit.SECONDS)).startsWith("heartbeat main: main");
    }

    @Test
    void job_thatIsNone_isSaidSo() {
        assertThat(gateway.answer(ADA, "/jobs run off")).isEqualTo("no job [off]; /jobs lists all");
        assertThat(gateway.answer(ADA, "/jobs run")).isEqualTo("usage: /jobs run <name>");
        assertThat(gateway.answer(ADA, "/jobs now")).contains("usage: /jobs");
    }

    @Test
    void stranger_mayNotRunJobs() throws IOException, InterruptedException {
        URI address = gateway.address().orElseThrow();

        assertThat(new HttpCaller(address, "").post("/messages", "{\"text\": \"/jobs run digest\"}"))
                .isEqualTo("403 {\"error\":\"you may not use /jobs run\"}");
    }
}
