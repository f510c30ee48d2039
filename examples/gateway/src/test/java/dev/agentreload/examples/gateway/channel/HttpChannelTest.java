// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpChannelTest extends HttpChannelFixture {

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

    @ParameterizedTest
    @CsvSource({
        "'Authorization: Bearer s3cr3t', 'Content-Length: 16777216', 413",
        "'Authorization: Bearer s3cr3t', 'Transfer-Encoding: chunked', 413",
        "'Authorization: Bearer other', 'Content-Length: 16777216', 401"
    })
    void caller_thatSendsItsWholeBodyBeforeItReads_seesTheRefusal(String token, String length, int status)
            throws Exception {
        URI address = started(GUARDED).address();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            send(
                    socket,
                    "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + token + "\r\n"
                            + length + "\r\n\r\n" + (length.endsWith("chunked") ? "1000000\r\n" : ""));
            socket.getOutputStream().write(new byte[0x1000000]);

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 " + status + " ");
        }
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
    void hook_called_passesItsMessageAndTheBodyToTheAgent() throws Exception {
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
        assertThat(caller.get("/history/diff?from=1&to=3")).isEqualTo("200 {\"did\":\"diff 1 3\"}");
        assertThat(caller.get("/history/diff?from=1")).isEqualTo("400 {\"error\":\"expected a revision as [to]\"}");
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
    void stream_sendsPiecesAndThenTheAnswer() throws IOException, InterruptedException {
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
}
