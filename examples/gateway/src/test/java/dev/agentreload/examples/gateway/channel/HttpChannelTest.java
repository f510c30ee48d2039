package dev.agentreload.examples.gateway.channel;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpChannelTest {

    private static final String OPEN = "{\"channels\": {\"http\": {\"port\": 0}}}";
    private static final String GUARDED = "{\"channels\": {\"http\": {\"port\": 0, \"token\": \"s3cr3t\"}},"
            + " \"hooks\": {\"paths\": {\"deploy\": {\"message\": \"look at this\"}}}}";

    private static final String CLAIM = "{\"channel\": \"slack\", \"peer\": \"ada\", \"text\": \"hello\"}";
    private static final String HELLO = "{\"text\": \"hello\"}";
    private static final String JSON =
            "Content-Type: application/json\r\nContent-Length: " + HELLO.length() + "\r\n\r\n";

    private final FakeHttpHost host = new FakeHttpHost();
    private final Hooks hooks = new Hooks(HostRuntime.of(Runnable::run));
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<String> output = new ArrayList<>();
    private final HttpChannel channel = new HttpChannel(host, hooks, executor, output::add);
    private String config = "{}";

    @AfterEach
    void stop() throws InterruptedException {
        host.slowReleased.countDown();
        channel.stop(ActionScope.everything(), deadline(Duration.ZERO));
        executor.shutdownNow();
    }

    @Test
    void message_withTextAlone_comesFromTheHttpChannel() throws IOException, InterruptedException {
        assertThat(started(OPEN).post("/message", "{\"text\": \"hello\"}")).isEqualTo("200 {\"text\":\"http: hello\"}");
    }

    @Test
    void message_beforeTheAgentsAreThere_isRefusedForNow() throws IOException, InterruptedException {
        host.started = false;

        assertThat(started(OPEN).post("/message", "{\"text\": \"hello\"}"))
                .isEqualTo("503 {\"error\":\"this gateway starts\"}");
    }

    @Test
    void message_withChannelAndPeerAndTheToken_isRoutedByThem() throws IOException, InterruptedException {
        assertThat(started(GUARDED).post("/message", CLAIM)).isEqualTo("200 {\"text\":\"slack ada: hello\"}");
    }

    @Test
    void message_withoutAToken_comesFromAStrangerOnThisChannel() throws IOException, InterruptedException {
        assertThat(started(OPEN).post("/message", CLAIM)).isEqualTo("200 {\"text\":\"http http:ada: hello\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:PORT, '', 200",
        "localhost, '', 200",
        "LocalHost:1, '', 200",
        "[::1]:PORT, '', 200",
        "127.0.0.1:PORT, http://127.0.0.1:PORT, 200",
        "evil.example:PORT, '', 403",
        "127.0.0.1.evil.example, '', 403",
        "127.0.0.1:PORT, http://evil.example, 403",
        "127.0.0.1:PORT, http://127.0.0.1:1, 403",
        "127.0.0.1:PORT, null, 403",
        "evil.example:PORT, http://evil.example:PORT, 403"
    })
    void host_withoutAToken_mustBeThisMachine(String host, String origin, int status) throws IOException {
        URI address = started(OPEN).address();
        String port = Integer.toString(address.getPort());
        String headers = "Host: " + host.replace("PORT", port)
                + (origin.isEmpty() ? "" : "\r\nOrigin: " + origin.replace("PORT", port));

        assertThat(statusLine(address, "POST /message HTTP/1.1\r\n" + headers + "\r\n" + JSON + HELLO))
                .startsWith("HTTP/1.1 " + status);
        assertThat(statusLine(address, "GET /status HTTP/1.1\r\n" + headers + "\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void host_withTheToken_isAnyName() throws IOException {
        URI address = started(GUARDED).address();

        assertThat(statusLine(
                        address,
                        String.join(
                                "\r\n",
                                "GET /status HTTP/1.1",
                                "Host: gateway.example",
                                "Origin: http://console.example",
                                "Authorization: Bearer s3cr3t",
                                "\r\n")))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void message_withoutTheToken_isRefusedBeforeItsBodyIsThere() throws IOException {
        assertThat(statusLine(
                        started(GUARDED).address(),
                        "POST /message HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void message_withoutText_saysWhatWasExpected() throws IOException, InterruptedException {
        HttpCaller caller = started(OPEN);

        String refused = "400 {\"error\":\"expected an object with a text, and perhaps channel and peer\"}";
        assertThat(caller.post("/message", "{\"txt\": \"hello\"}")).isEqualTo(refused);
        assertThat(caller.post("/message", "[\"hello\"]")).isEqualTo(refused);
        assertThat(caller.post("/message", "hello")).isEqualTo(refused);
        assertThat(caller.post("/message", "")).isEqualTo(refused);
    }

    @Test
    void message_thatIsNoJson_isRefused() throws IOException, InterruptedException {
        HttpCaller caller = new HttpCaller(started(OPEN).address(), "");

        assertThat(caller.postAs("text/plain", "/message", "{\"text\": \"hello\"}"))
                .isEqualTo("415 {\"error\":\"expected application/json\"}");
    }

    @Test
    void message_thatIsTooLarge_isRefused() throws IOException, InterruptedException {
        String large = "{\"text\": \"" + "x".repeat(64 * 1024) + "\"}";

        assertThat(started(OPEN).post("/message", large)).isEqualTo("413 {\"error\":\"the body is too large\"}");
    }

    @Test
    void message_withoutTheToken_isRefused() throws IOException, InterruptedException {
        URI address = started(GUARDED).address();

        String refused = "401 {\"error\":\"expected the token of channels.http.token as bearer\"}";
        assertThat(new HttpCaller(address, "").post("/message", "{\"text\": \"hello\"}"))
                .isEqualTo(refused);
        assertThat(new HttpCaller(address, "s3cr3").post("/message", "{\"text\": \"hello\"}"))
                .isEqualTo(refused);
        assertThat(new HttpCaller(address, "s3cr3t").post("/message", "{\"text\": \"hello\"}"))
                .isEqualTo("200 {\"text\":\"http: hello\"}");
    }

    @Test
    void status_withoutTheToken_isRefused() throws IOException, InterruptedException {
        URI address = started(GUARDED).address();
        String refused = "401 {\"error\":\"expected the token of channels.http.token as bearer\"}";

        assertThat(new HttpCaller(address, "").get("/status")).isEqualTo(refused);
        assertThat(new HttpCaller(address, "guess").get("/status")).isEqualTo(refused);
    }

    @Test
    void status_ofAChannelWithoutAToken_isTheHosts() throws IOException, InterruptedException {
        assertThat(started(OPEN).get("/status")).isEqualTo("200 {\"pending\":[\"gateway.port\"]}");
    }

    @Test
    void healthz_asked_needsNeitherTokenNorAgents() throws IOException, InterruptedException {
        host.started = false;
        HttpCaller caller = new HttpCaller(started(GUARDED).address(), "");

        assertThat(caller.get("/healthz")).isEqualTo("200 {\"alive\":true}");
        assertThat(caller.post("/healthz", "")).isEqualTo("405 {\"error\":\"expected GET\"}");
    }

    @Test
    void status_asked_isTheHosts() throws IOException, InterruptedException {
        HttpCaller caller = started(GUARDED);

        assertThat(caller.get("/status")).isEqualTo("200 {\"pending\":[\"gateway.port\"]}");
        assertThat(caller.post("/status", "")).isEqualTo("405 {\"error\":\"expected GET\"}");
    }

    @Test
    void path_thatIsNone_isNotFound() throws IOException, InterruptedException {
        HttpCaller caller = started(OPEN);

        assertThat(caller.get("/")).isEqualTo("404 {\"error\":\"nothing is here\"}");
        assertThat(caller.post("/messages", "")).isEqualTo("404 {\"error\":\"nothing is here\"}");
        assertThat(caller.get("/message")).isEqualTo("405 {\"error\":\"expected POST\"}");
    }

    @Test
    void hook_called_tellsTheAgentItsMessageAndTheBody() throws Exception {
        HttpCaller caller = started(GUARDED);
        commitHooks();

        assertThat(caller.post("/hooks/deploy", "{v: 2}")).isEqualTo("200 {\"text\":\"look at this\\n{v: 2}\"}");
        assertThat(caller.post("/hooks/other", "")).isEqualTo("404 {\"error\":\"nothing is here\"}");
        assertThat(new HttpCaller(caller.address(), "guess").post("/hooks/deploy", ""))
                .startsWith("401 ");
        assertThat(new HttpCaller(caller.address(), "guess").post("/hooks/other", ""))
                .as("a stranger does not learn which hooks there are")
                .startsWith("401 ");
    }

    @Test
    void host_thatThrows_isAnInternalErrorWithoutDetails() throws Exception {
        HttpCaller caller = started(GUARDED);
        commitHooks();

        assertThat(caller.post("/hooks/deploy", "fail")).isEqualTo("500 {\"error\":\"internal error\"}");
        assertThat(caller.post("/hooks/deploy", "overflow")).isEqualTo("500 {\"error\":\"internal error\"}");
    }

    @Test
    void reload_withoutATokenInTheConfiguration_isForbidden() throws IOException, InterruptedException {
        assertThat(started(OPEN).post("/reload", ""))
                .isEqualTo("403 {\"error\":\"only with a channels.http.token in the configuration\"}");
    }

    @Test
    void reload_decided_tellsTheResult() throws IOException, InterruptedException {
        HttpCaller caller = started(GUARDED);
        host.reload.complete(new ReloadResult.Unchanged(3, List.of()));

        assertThat(caller.post("/reload", ""))
                .isEqualTo("200 {\"result\":\"unchanged\",\"summary\":\"unchanged at revision 3\"}");
    }

    @Test
    void reload_thatIsRefused_saysSoInTheStatusToo() throws IOException, InterruptedException {
        HttpCaller caller = started(GUARDED);
        host.reload.complete(new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING));

        assertThat(caller.post("/reload", ""))
                .isEqualTo("409 {\"result\":\"busy\",\"summary\":\"busy: another transaction is running\"}");
    }

    @Test
    void stop_whileAMessageIsUnderWay_waitsForItsAnswerAndTakesNoMore() throws Exception {
        HttpCaller caller = started(GUARDED);
        CompletableFuture<String> slow = caller.postLater("/message", "{\"text\": \"slow\"}");
        host.slowBegun.await();
        CompletableFuture<String> reload = caller.postLater("/reload", "");
        host.reloadAsked.await();

        Future<?> stop = executor.submit(() -> {
            channel.stop(ActionScope.everything(), deadline(Duration.ofMinutes(1)));
            return null;
        });

        assertThat(reload.get())
                .as("the reload that stops the channel does not wait for itself")
                .isEqualTo("202 {\"result\":\"running\",\"summary\":\"this channel restarts; ask /status\"}");
        assertThat(caller.post("/message", "{\"text\": \"late\"}")).isEqualTo("503 {\"error\":\"this channel stops\"}");
        assertThat(stop).isNotDone();
        host.slowReleased.countDown();
        assertThat(slow.get()).isEqualTo("200 {\"text\":\"http: slow\"}");
        stop.get();
        assertThatThrownBy(() -> caller.get("/status")).isInstanceOf(ConnectException.class);
    }

    @Test
    void stop_atItsDeadline_cutsWhatIsUnderWay() throws Exception {
        HttpCaller caller = started(OPEN);
        CompletableFuture<String> slow = caller.postLater("/message", "{\"text\": \"slow\"}");
        host.slowBegun.await();

        channel.stop(ActionScope.everything(), deadline(Duration.ofMillis(1)));

        assertThatThrownBy(slow::get).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void reload_toAPortThatIsTaken_restoresTheOldOneAndTellsTheOutage() throws Exception {
        Reloader reloader = Reloader.builder(HostRuntime.of(executor))
                .rules(RuleTable.defaults().toBuilder()
                        .channel(HttpChannel.NAME)
                        .build())
                .participant(channel)
                .build();
        ConfigSource source =
                ConfigSource.of("config.json", () -> ConfigReader.standard().read("config.json", config));
        config = OPEN;
        assertThat(reloader.start(source)).isApplied().hasRevision(1);

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            config = "{\"channels\": {\"http\": {\"port\": " + taken.getLocalPort() + "}}}";
            ReloadResult result = reloader.reload(ReloadRequest.manual(source, "ada"), Duration.ofMinutes(1));

            assertThat(result)
                    .isRolledBackBy("http")
                    .hasOutagesOf("http")
                    .cause()
                    .hasMessage("cannot listen on port [" + taken.getLocalPort()
                            + "] at channels.http.port (config.json:1:32): Address already in use");
        }
        HttpCaller caller = new HttpCaller(channel.address().orElseThrow(), "");
        assertThat(caller.post("/message", "{\"text\": \"hello\"}")).isEqualTo("200 {\"text\":\"http: hello\"}");

        config = "{}";
        assertThat(reloader.reload(ReloadRequest.manual(source, "ada"), Duration.ofMinutes(1)))
                .isApplied();
        assertThat(channel.address()).isEmpty();
        assertThatThrownBy(() -> caller.get("/status")).isInstanceOf(ConnectException.class);
        assertThat(reloader.close(Duration.ofMinutes(1)).isClean()).isTrue();
    }

    @Test
    void start_withABlankToken_opensNothing() {
        String blank = "{\"channels\": {\"http\": {\"port\": 0, \"token\": \" \"}}}";

        assertThat(channel.validate(context(blank))).hasSize(1);
        assertThatThrownBy(() -> channel.start(context(blank)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the token is blank at channels.http.token (config.json:1:44)");
        assertThat(channel.address()).isEmpty();
    }

    @Test
    void configureProcess_keepsWhatIsSetAlready() {
        Properties before = (Properties) System.getProperties().clone();
        try {
            System.setProperty("sun.net.httpserver.maxReqTime", "77");
            System.clearProperty("sun.net.httpserver.nodelay");

            HttpChannel.configureProcess();

            assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isEqualTo("77");
            assertThat(System.getProperty("sun.net.httpserver.nodelay")).isEqualTo("true");
        } finally {
            System.setProperties(before);
        }
    }

    @Test
    void start_withAnUnknownHost_saysWhere() {
        String unknown =
                "{\"channels\": {\"http\": {\"host\": \"no.such.host.invalid\", \"port\": 0, \"token\": \"t\"}}}";

        assertThatThrownBy(() -> channel.start(context(unknown)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on port [0] at channels.http.port (config.json:1:64): ");
    }

    private HttpCaller started(String json) throws IOException {
        channel.start(context(json));
        URI address = channel.address().orElseThrow();
        assertThat(output).containsExactly("http: listening on " + address);
        assertThat(address.getHost()).isEqualTo("127.0.0.1");
        return new HttpCaller(address, json.equals(GUARDED) ? "s3cr3t" : "");
    }

    private void commitHooks() throws Exception {
        RetiredResources retired = RetiredResources.create(LeaseFactory.of(HostRuntime.of(executor)));
        hooks.participant().prepare(context(GUARDED)).commit(retired);
        assertThat(retired.resources()).isEmpty();
    }

    private static ReloadContext context(String json) {
        return ReloadContext.start(ConfigDocument.parse("config.json", json), deadline(Duration.ofMinutes(1)));
    }

    private static Deadline deadline(Duration time) {
        return Deadline.after(time, System::nanoTime);
    }

    /** Sends exactly this, which may be less than a request, and returns the first line of the answer. */
    private static String statusLine(URI address, String request) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
