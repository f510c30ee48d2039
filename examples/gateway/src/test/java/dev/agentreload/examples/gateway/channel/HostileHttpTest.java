// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile and slow callers: each is refused, and no other caller is blocked. */
class HostileHttpTest extends HttpChannelFixture {

    private static final String BODY_BEGINS = "POST /messages HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";

    HostileHttpTest() {
        super(limits(Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /messages HTTP/1.1\r\nHost: local", BODY_BEGINS})
    void clientsThatSendSlowly_blockNoOtherAndAreCutOff(String beginning) throws Exception {
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
    void bodyThatDoesNotComeInTime_isRefused() throws IOException {
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
                "GET /status HTTP/1.1\r\nHost : localhost\r\n\r\n",
                "GET /status HTTP/1.1\r\n" + host + "X: a\u0000b\r\n\r\n",
                "TRACE /status HTTP/1.1\r\n" + host + "\r\n",
                "CONNECT evil.example:443 HTTP/1.1\r\n" + host + "\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
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
                message("{\"text\":\" \"}"),
                message("{\"text\":\"a\",\"peer\":{}}"),
                message("[".repeat(50_000)),
                message("\u00ff\u00fe"));
    }

    /** Returns a request whose head is right. */
    private static String message(String body) {
        return "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }
}
