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
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpChannelTest {

    private static final String OPEN = "{\"channels\": {\"http\": {\"port\": 0}}}";
    private static final String GUARDED = "{\"channels\": {\"http\": {\"port\": 0, \"token\": \"s3cr3t\"}},"
            + " \"hooks\": {\"paths\": {\"deploy\": {\"message\": \"look at this\"}}}}";

    private static final String CLAIM = "{\"channel\": \"slack\", \"peer\": \"ada\", \"text\": \"hello\"}";
    private static final String HELLO = "{\"text\": \"hello\"}";
    private static final String JSON =
            "Content-Type: application/json\r\nContent-Length: " + HELLO.length() + "\r\n\r\n";

    private static final HttpLimits LIMITS =
            new HttpLimits(64 * 1024, 256 * 1024, Duration.ofMillis(500), Duration.ofSeconds(60), 40);

    private static final String BODY_BEGINS = "POST /messages HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";

    private final FakeHttpHost host = new FakeHttpHost();
    private final Hooks hooks = new Hooks(HostRuntime.of(Runnable::run));
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<String> output = new ArrayList<>();
    private final HttpChannel channel = new HttpChannel(host, hooks, HostRuntime.of(executor), output::add, LIMITS);
    private String config = "{}";

    @AfterEach
    void stop() throws Exception {
        host.slowReleased.countDown();
        RetiredResources retired = RetiredResources.create(LeaseFactory.of(HostRuntime.of(executor)));
        channel.retireAll(retired);
        for (Leased<?> server : retired.resources()) {
            server.retire().toCompletableFuture().get(1, TimeUnit.MINUTES);
        }
        executor.shutdownNow();
        host.scheduler.shutdownNow();
    }

    @Test
    void message_withTextAlone_comesFromTheHttpChannel() throws IOException, InterruptedException {
        assertThat(started(OPEN).post("/messages", "{\"text\": \"hello\"}"))
                .isEqualTo("200 {\"text\":\"http: hello\"}");
    }

    @Test
    void message_beforeTheAgentsAreThere_isRefusedForNow() throws IOException, InterruptedException {
        host.started = false;

        assertThat(started(OPEN).post("/messages", "{\"text\": \"hello\"}"))
                .isEqualTo("503 {\"error\":\"this gateway starts or ends\"}");
    }

    @Test
    void message_withChannelAndPeerAndTheToken_isRoutedByThem() throws IOException, InterruptedException {
        assertThat(started(GUARDED).post("/messages", CLAIM)).isEqualTo("200 {\"text\":\"slack ada: hello\"}");
    }

    @Test
    void message_withoutAToken_comesFromAStrangerOnThisChannel() throws IOException, InterruptedException {
        assertThat(started(OPEN).post("/messages", CLAIM)).isEqualTo("200 {\"text\":\"http http:ada: hello\"}");
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

        assertThat(statusLine(address, "POST /messages HTTP/1.1\r\n" + headers + "\r\n" + JSON + HELLO))
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
                        "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void message_withoutText_saysWhatWasExpected() throws IOException, InterruptedException {
        HttpCaller caller = started(OPEN);

        String refused = "400 {\"error\":\"expected an object with a text, and perhaps channel and peer as texts\"}";
        String noObject = "400 {\"error\":\"expected one JSON object\"}";
        assertThat(caller.post("/messages", "{\"txt\": \"hello\"}")).isEqualTo(refused);
        assertThat(caller.post("/messages", "[\"hello\"]")).isEqualTo(noObject);
        assertThat(caller.post("/messages", "hello")).isEqualTo(noObject);
        assertThat(caller.post("/messages", "")).isEqualTo(noObject);
    }

    @Test
    void message_thatIsNoJson_isRefused() throws IOException, InterruptedException {
        HttpCaller caller = new HttpCaller(started(OPEN).address(), "");

        assertThat(caller.postAs("text/plain", "/messages", "{\"text\": \"hello\"}"))
                .isEqualTo("415 {\"error\":\"expected application/json\"}");
    }

    @Test
    void message_thatIsTooLarge_isRefused() throws IOException, InterruptedException {
        String large = "{\"text\": \"" + "x".repeat(64 * 1024) + "\"}";

        assertThat(started(OPEN).post("/messages", large))
                .isEqualTo("413 {\"error\":\"the body is larger than 65536 bytes\"}");
    }

    @Test
    void message_withoutTheToken_isRefused() throws IOException, InterruptedException {
        URI address = started(GUARDED).address();

        String refused = "401 {\"error\":\"expected the token of channels.http.token as bearer\"}";
        assertThat(new HttpCaller(address, "").post("/messages", "{\"text\": \"hello\"}"))
                .isEqualTo(refused);
        assertThat(new HttpCaller(address, "s3cr3").post("/messages", "{\"text\": \"hello\"}"))
                .isEqualTo(refused);
        assertThat(new HttpCaller(address, "s3cr3t").post("/messages", "{\"text\": \"hello\"}"))
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
        assertThat(caller.post("/healthz", "")).isEqualTo("405 {\"error\":\"not with this method\"}");
    }

    @Test
    void status_asked_isTheHosts() throws IOException, InterruptedException {
        HttpCaller caller = started(GUARDED);

        assertThat(caller.get("/status")).isEqualTo("200 {\"pending\":[\"gateway.port\"]}");
        assertThat(caller.post("/status", "")).isEqualTo("405 {\"error\":\"not with this method\"}");
    }

    @Test
    void path_thatIsNone_isNotFound() throws IOException, InterruptedException {
        HttpCaller caller = started(OPEN);

        assertThat(caller.get("/")).isEqualTo("404 {\"error\":\"nothing is here\"}");
        assertThat(caller.post("/message", "")).isEqualTo("404 {\"error\":\"nothing is here\"}");
        assertThat(caller.get("/messages")).isEqualTo("405 {\"error\":\"not with this method\"}");
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
    void operations_withTheToken_areTheHosts() throws IOException, InterruptedException {
        HttpCaller caller = started(GUARDED);

        assertThat(caller.post("/reload", "")).isEqualTo("200 {\"did\":\"reload\"}");
        assertThat(caller.post("/rollback", "")).isEqualTo("200 {\"did\":\"rollback 0\"}");
        assertThat(caller.post("/rollback", "{\"revision\": 3}")).isEqualTo("200 {\"did\":\"rollback 3\"}");
        assertThat(caller.post("/rollback", "{\"revision\": \"3\"}")).startsWith("400 ");
        assertThat(caller.post("/resume", "")).isEqualTo("200 {\"did\":\"resume\"}");
        assertThat(caller.post("/plan", "{}")).isEqualTo("200 {\"did\":\"plan {}\"}");
        assertThat(caller.post("/validate", "{}")).isEqualTo("200 {\"did\":\"validate {}\"}");
        assertThat(caller.get("/config")).isEqualTo("200 {\"did\":\"config\"}");
        assertThat(caller.get("/history")).isEqualTo("200 {\"did\":\"history\"}");
        assertThat(caller.get("/route?channel=slack")).isEqualTo("200 {\"did\":\"route slack\"}");
        assertThat(caller.get("/metrics")).isEqualTo("200 gateway_turns 1\n");
        assertThat(caller.get("/readyz")).isEqualTo("200 {\"ready\":true}");
    }

    @Test
    void putConfig_needsTheRevisionItReplaces() throws IOException, InterruptedException {
        HttpCaller caller = started(GUARDED);

        assertThat(caller.put("{}", "")).startsWith("428 ");
        assertThat(caller.put("{}", "some")).startsWith("400 ");
        assertThat(caller.put("{}", "\"7\"")).isEqualTo("200 {\"did\":\"replace 7 {}\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/config", "/history", "/pending", "/agents", "/metrics", "/route"})
    void view_withoutATokenInTheConfiguration_isForbidden(String path) throws IOException, InterruptedException {
        assertThat(started(OPEN).get(path)).startsWith("403 ");
    }

    @ParameterizedTest
    @CsvSource({
        "FORBIDDEN, 403",
        "STOPPED, 409",
        "BUSY, 429",
        "INTERNAL, 500",
        "MODEL, 502",
        "FULL, 503",
        "ENDING, 503",
        "TIMED_OUT, 504"
    })
    void message_withoutAnAnswer_hasAStatusThatSaysSo(String reason, int status)
            throws IOException, InterruptedException {
        assertThat(started(OPEN).post("/messages", "{\"text\": \"fail " + reason + "\"}"))
                .isEqualTo(status + " {\"error\":\"no answer: fail " + reason + "\"}");
    }

    @Test
    void stream_tellsPiecesAndThenTheAnswer() throws IOException, InterruptedException {
        try (Stream<String> events = started(OPEN).stream(HELLO)) {
            assertThat(events.filter(line -> !line.isEmpty() && !line.startsWith(":")))
                    .containsExactly(
                            "event: piece",
                            "data: {\"text\":\"a \"}",
                            "event: piece",
                            "data: {\"text\":\"b\"}",
                            "event: answer",
                            "data: {\"text\":\"http: hello\"}");
        }
    }

    @Test
    void stream_ofACallerWhoLeaves_stopsTheTurn() throws Exception {
        URI address = started(OPEN).address();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            String slow = "{\"text\": \"slow\"}";
            send(
                    socket,
                    "POST /messages HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + slow.length() + "\r\n\r\n" + slow);
            host.slowBegun.await();
        }

        assertThat(host.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /messages HTTP/1.1\r\nHost: local", BODY_BEGINS})
    void clientsThatSendSlowly_stopNobodyAndAreCutOff(String beginning) throws Exception {
        HttpCaller caller = started(OPEN);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket =
                        new Socket(caller.address().getHost(), caller.address().getPort());
                slow.add(socket);
                send(socket, beginning);
            }

            assertThat(caller.post("/messages", HELLO)).isEqualTo("200 {\"text\":\"http: hello\"}");
            for (Socket socket : slow) {
                socket.setSoTimeout(30_000);
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer.isEmpty() || answer.startsWith("HTTP/1.1 408"))
                        .as(answer)
                        .isTrue();
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void bodyThatDoesNotComeInTime_isToldSo() throws IOException {
        assertThat(statusLine(started(OPEN).address(), BODY_BEGINS)).startsWith("HTTP/1.1 408");
    }

    @ParameterizedTest
    @MethodSource("hostileRequests")
    void hostileRequest_isRefused(String request) throws Exception {
        URI address = started(OPEN).address();

        assertThat(statusLine(address, request)).matches("HTTP/1.[01] 4\\d\\d .*");
        assertThat(new HttpCaller(address, "").post("/messages", HELLO)).startsWith("200 ");
    }

    static Stream<String> hostileRequests() {
        String host = "Host: localhost\r\n";
        String json = host + "Content-Type: application/json\r\n";
        return Stream.of(
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET /status HTTP/1.1\r\n\r\n",
                "GET /status HTTP/1.1\r\n" + host + host + "\r\n",
                "GET /status HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /status HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "GET /status HTTP/1.1\r\n" + host + "Origin: http://evil.example\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\n" + host + "\r\n",
                "GET /console/..%2f..%2fetc/passwd HTTP/1.1\r\n" + host + "\r\n",
                "GET /console/%2e%2e/%2e%2e/etc HTTP/1.1\r\n" + host + "\r\n",
                "GET /%00 HTTP/1.1\r\n" + host + "\r\n",
                "GET /status%zz HTTP/1.1\r\n" + host + "\r\n",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + host + "\r\n",
                "GET /status HTTP/1.1\r\n" + host + "X: " + "x".repeat(20_000) + "\r\n\r\n",
                "GET /status HTTP/1.1\r\n" + host + " folded: x\r\n\r\n",
                "GET /status HTTP/1.1\r\n" + host + "No colon\r\n\r\n",
                "BREW /messages HTTP/1.1\r\n" + host + "\r\n",
                "DELETE /messages HTTP/1.1\r\n" + host + "\r\n",
                "POST /messages HTTP/1.1\r\n" + json + "Content-Length: -1\r\n\r\n",
                "POST /messages HTTP/1.1\r\n" + json + "Content-Length: 99999999999\r\n\r\n",
                "POST /messages HTTP/1.1\r\n" + json + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "POST /messages HTTP/1.1\r\n" + json + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
                "POST /messages HTTP/1.1\r\n" + json + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "POST /messages HTTP/1.1\r\n" + json + "Transfer-Encoding: chunked\r\n\r\n20000\r\n"
                        + "x".repeat(0x20000) + "\r\n0\r\n\r\n",
                message("{\"text\": \"a\"}{\"b\":1}"),
                message("{\"text\":\"a\",\"text\":\"b\"}"),
                message("{\"text\":null}"),
                message("{\"text\":\"a\",\"peer\":{}}"),
                message("[".repeat(50_000)),
                message("\u00ff\u00fe"));
    }

    /** Returns a request whose head is right. */
    private static String message(String body) {
        return "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void console_isAPageThatNothingElseMayTouch() throws IOException, InterruptedException {
        HttpResponse<String> page = new HttpCaller(started(GUARDED).address(), "").response("/console/index.html");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self'");
        assertThat(page.body()).contains("<title>Reload console</title>").doesNotContain("http://", "https://");
    }

    @Test
    void reload_toAnotherToken_takesItsPlaceInTheRunningServer() throws Exception {
        HttpCaller before = started(GUARDED);
        CompletableFuture<String> slow = before.postLater("/messages", "{\"text\": \"slow\"}");
        host.slowBegun.await();

        CompletableFuture<?> closed = apply(GUARDED.replace("s3cr3t", "other"));

        assertThat(channel.address()).contains(before.address());
        assertThat(before.post("/messages", HELLO)).startsWith("401 ");
        assertThat(new HttpCaller(before.address(), "other").post("/messages", HELLO))
                .startsWith("200 ");
        host.slowReleased.countDown();
        assertThat(slow.get()).isEqualTo("200 {\"text\":\"http: slow\"}");
        assertThat(closed).isDone();
    }

    @Test
    void reload_toAnotherAddress_answersThereAtOnceAndEndsWhatItAnswers() throws Exception {
        HttpCaller before = started(OPEN);
        CompletableFuture<String> slow = before.postLater("/messages", "{\"text\": \"slow\"}");
        host.slowBegun.await();

        CompletableFuture<?> closed = apply(OPEN.replace("\"port\"", "\"host\": \"localhost\", \"port\""));

        HttpCaller after = new HttpCaller(channel.address().orElseThrow(), "");
        assertThat(after.address()).isNotEqualTo(before.address());
        assertThat(after.post("/messages", HELLO)).startsWith("200 ");
        assertThat(closed).isNotDone();
        host.slowReleased.countDown();
        assertThat(slow.get()).isEqualTo("200 {\"text\":\"http: slow\"}");
        closed.get(1, TimeUnit.MINUTES);
        assertThatThrownBy(() -> before.get("/status")).isInstanceOf(IOException.class);
    }

    @Test
    void reload_toAnotherHostOnTheSamePort_saysHowThatIsDone() throws Exception {
        HttpCaller caller = started(OPEN);
        String other = OPEN.replace(
                "\"port\": 0",
                "\"host\": \"localhost\", \"port\": " + caller.address().getPort());

        assertThatThrownBy(() -> channel.prepare(context(other)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("Address already in use; a host changes with its port, or at a restart");
        assertThat(caller.post("/messages", HELLO)).startsWith("200 ");
    }

    @Test
    void reload_toAnotherAddress_endsWhatOpenPagesAreTold() throws Exception {
        HttpCaller before = started(GUARDED);
        try (Stream<String> events = before.events()) {
            Iterator<String> lines = events.iterator();
            assertThat(lines.next()).isEqualTo("event: decided");

            CompletableFuture<?> closed = apply(GUARDED.replace("\"port\"", "\"host\": \"localhost\", \"port\""));

            closed.get(1, TimeUnit.MINUTES);
            assertThat(lines).toIterable().contains("data: {}");
        }
    }

    /** Returns what completes when everything that was replaced is closed. */
    private CompletableFuture<?> apply(String json) throws Exception {
        RetiredResources retired = RetiredResources.create(LeaseFactory.of(HostRuntime.of(executor)));
        channel.prepare(context(json)).commit(retired);
        return CompletableFuture.allOf(retired.resources().stream()
                .map(server -> server.retire().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    @Test
    void reload_toAPortThatIsTaken_interruptsNobody() throws Exception {
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
                    .cause()
                    .hasMessage("cannot listen on [127.0.0.1:" + taken.getLocalPort()
                            + "] at channels.http (config.json:1:23): Address already in use");
        }
        HttpCaller caller = new HttpCaller(channel.address().orElseThrow(), "");
        assertThat(caller.post("/messages", "{\"text\": \"hello\"}")).isEqualTo("200 {\"text\":\"http: hello\"}");

        config = "{}";
        assertThat(reloader.reload(ReloadRequest.manual(source, "ada"), Duration.ofMinutes(1)))
                .isApplied();
        assertThat(channel.address()).isEmpty();
        caller.awaitRefusal();
        assertThat(reloader.close(Duration.ofMinutes(1)).isClean()).isTrue();
    }

    @Test
    void start_withABlankToken_opensNothing() {
        String blank = "{\"channels\": {\"http\": {\"port\": 0, \"token\": \" \"}}}";

        assertThat(channel.validate(context(blank))).hasSize(1);
        assertThatThrownBy(() -> channel.prepare(context(blank)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the token is blank at channels.http.token (config.json:1:44)");
        assertThat(channel.address()).isEmpty();
    }

    @Test
    void start_withAnUnknownHost_saysWhere() {
        String unknown =
                "{\"channels\": {\"http\": {\"host\": \"no.such.host.invalid\", \"port\": 0, \"token\": \"t\"}}}";

        assertThatThrownBy(() -> channel.prepare(context(unknown)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "cannot listen on [no.such.host.invalid:0] at channels.http (config.json:1:23): ");
    }

    private HttpCaller started(String json) throws IOException {
        channel.prepare(context(json)).commit(RetiredResources.create(LeaseFactory.of(HostRuntime.of(executor))));
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
    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String statusLine(URI address, String request) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            send(socket, request);
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
