// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionWebhookTest {

    private static final Logger LOG = Logger.getLogger(DecisionWebhook.class.getName());

    /** Waits for nothing, and remembers how long it was to wait. */
    private static final class ImpatientScheduler extends ScheduledThreadPoolExecutor {

        private final BlockingQueue<Long> pauses = new LinkedBlockingQueue<>();

        ImpatientScheduler() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            pauses.add(unit.toMillis(delay));
            return super.schedule(command, 0, unit);
        }
    }

    private static final class Lines extends Handler {

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ImpatientScheduler scheduler = new ImpatientScheduler();
    private final Lines log = new Lines();
    private final BlockingQueue<String> posted = new LinkedBlockingQueue<>();
    private final Deque<Integer> statuses = new ArrayDeque<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final Reloader reloader =
            Reloader.builder(HostRuntime.of(Runnable::run)).build();
    private HttpServer server;
    private DecisionWebhook webhook;
    private String document = "";

    @BeforeEach
    void start() throws IOException {
        LOG.addHandler(log);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
        webhook = new DecisionWebhook(
                reloader.view(), HttpClient.newBuilder().executor(executor).build(), scheduler);
        document = "{gateway: {reload: {webhookUrl: 'http://127.0.0.1:"
                + server.getAddress().getPort() + "/hidden'}}, meta: {apiKey: 'sk-one'}}";
    }

    @AfterEach
    void stop() {
        released.countDown();
        webhook.close();
        reloader.close();
        server.stop(0);
        scheduler.shutdownNow();
        executor.shutdownNow();
        LOG.removeHandler(log);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        posted.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
        int status;
        synchronized (statuses) {
            status = Optional.ofNullable(statuses.poll()).orElse(204);
        }
        if (status == 0) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.sendResponseHeaders(status == 0 ? 204 : status, -1);
        exchange.close();
    }

    private ConfigSource source() {
        return ConfigSource.of("config.json", () -> ConfigReader.standard().read("config.json", document));
    }

    private String nextPost() throws InterruptedException {
        String post = posted.poll(60, TimeUnit.SECONDS);
        assertThat(post).isNotNull();
        return post;
    }

    private String nextLogLine() throws InterruptedException {
        String line = log.lines.poll(60, TimeUnit.SECONDS);
        assertThat(line).isNotNull();
        return line;
    }

    @Test
    void decision_isPostedAsJsonWithoutSecrets() throws InterruptedException {
        reloader.start(source()).orThrow();
        assertThat(nextPost()).startsWith("POST /hidden application/json {\"sequence\":1,");

        document = document.replace("sk-one", "sk-two");
        reloader.reload(ReloadRequest.manual(source(), "ada"));
        String post = nextPost();
        ConfigDocument json = ConfigDocument.parse("posted", post.substring(post.indexOf('{')));

        assertThat(json.bind("actor", String.class).orThrow()).isEqualTo("ada");
        assertThat(json.bind("operation", String.class).orThrow()).isEqualTo("reload");
        assertThat(post).contains("meta.apiKey").doesNotContain("sk-one", "sk-two", "127.0.0.1");
    }

    @Test
    void refusal_isPostedToo() throws InterruptedException {
        reloader.start(source()).orThrow();
        nextPost();

        ConfigSource broken =
                ConfigSource.of("config.json", () -> ConfigReader.standard().read("config.json", "{{"));
        reloader.reload(ReloadRequest.manual(broken, "ada"));

        assertThat(nextPost()).contains("unexpected [{]");
    }

    @Test
    void server_thatFailsForAWhile_isAskedAgain() throws InterruptedException {
        statuses.addAll(List.of(500, 429, 503));

        reloader.start(source()).orThrow();

        List<String> posts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            posts.add(nextPost());
        }
        assertThat(posts).containsOnly(posts.get(0));
        assertThat(scheduler.pauses).containsExactly(1_000L, 5_000L, 25_000L);
        assertThat(log.lines).isEmpty();
    }

    @Test
    void server_thatKeepsFailing_isNotRetriedForeverAndTheLogHidesItsAddress() throws InterruptedException {
        statuses.addAll(List.of(500, 500, 500, 500, 500));

        reloader.start(source()).orThrow();

        assertThat(nextLogLine()).isEqualTo("decision #1 was not delivered to the webhook: status 500");
        assertThat(posted).hasSize(4);
    }

    @Test
    void server_thatRefuses_isNotAskedAgain() throws InterruptedException {
        statuses.add(404);

        reloader.start(source()).orThrow();

        assertThat(nextLogLine()).isEqualTo("decision #1 was not delivered to the webhook: status 404");
        assertThat(scheduler.pauses).isEmpty();
    }

    @Test
    void server_thatIsNotThere_isReportedByTheKindOfFailure() throws InterruptedException {
        server.stop(0);

        reloader.start(source()).orThrow();

        assertThat(nextLogLine()).isEqualTo("decision #1 was not delivered to the webhook: ConnectException");
        assertThat(scheduler.pauses).hasSize(3);
    }

    /** The reloader of this test runs everything on the calling thread, so a webhook that waited would be waited for. */
    @Test
    void server_thatDoesNotAnswer_holdsNoReload() throws InterruptedException {
        for (int i = 0; i <= 40; i++) {
            statuses.add(0);
        }
        reloader.start(source()).orThrow();

        for (int i = 1; i <= 32; i++) {
            document = document.replaceFirst("meta: \\{(n: \\d+, )?", "meta: {n: " + i + ", ");
            assertThat(reloader.reload(ReloadRequest.manual(source(), "ada")).isInEffect())
                    .isTrue();
        }

        assertThat(nextLogLine())
                .isEqualTo("decision #33 was not delivered to the webhook: as many others as may are on their way");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org/hidden", "ftp://example.org/hidden", "http://", "not an address"})
    void address_thatIsNone_isAnErrorThatDoesNotQuoteIt(String address) {
        ProblemCollector problems = new ProblemCollector();

        assertThat(DecisionWebhook.read(
                        ConfigDocument.parse("config.json", "{gateway: {reload: {webhookUrl: '" + address + "'}}}"),
                        problems))
                .isEmpty();
        assertThat(problems.problems())
                .singleElement()
                .hasToString("this is no address at gateway.reload.webhookUrl (config.json:1:33); expected one such as"
                        + " https://example.org/reloads");
        assertThat(problems.hasErrors()).isTrue();
    }

    @Test
    void address_isASecretOfTheConfiguration() {
        assertThat(ConfigDocument.parse("config.json", document)
                        .find("gateway.reload.webhookUrl")
                        .orElseThrow()
                        .isSecret())
                .isTrue();
    }
}
