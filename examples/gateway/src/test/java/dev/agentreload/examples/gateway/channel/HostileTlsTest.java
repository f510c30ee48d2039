// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** Callers of a channel with TLS that do not finish what they begin. */
class HostileTlsTest extends HttpChannelFixture {

    private static final HeldCertificate CERTIFICATE =
            TestCertificates.builder().build();

    /** A caller with good intent has its answer within this time, also on a busy machine. */
    HostileTlsTest() {
        super(limits(Duration.ofSeconds(3)));
    }

    private URI opened() throws Exception {
        assertThat(apply(TestCertificates.config(CERTIFICATE))).isDone();
        return channel.address().orElseThrow();
    }

    private static SSLContext client() throws Exception {
        return TestCertificates.trusting(CERTIFICATE.certificate());
    }

    @Test
    void plainHttp_isNotAnswered() throws Exception {
        URI address = opened();

        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            send(socket, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(received(socket)).doesNotContain("HTTP");
        }
    }

    @Test
    void clientsThatDoNotFinishTheHandshake_blockNoOtherAndAreCutOff() throws Exception {
        List<String> beginnings =
                List.of("", "\u0016", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001", "GET / HTT");
        URI address = opened();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(address.getHost(), address.getPort());
                slow.add(socket);
                send(socket, beginnings.get(i % beginnings.size()));
            }

            HttpClient client = HttpClient.newBuilder().sslContext(client()).build();
            assertThat(new HttpCaller(address, "", client).post("/messages", HELLO))
                    .startsWith("200 ");
            for (Socket socket : slow) {
                assertThat(received(socket)).doesNotContain("HTTP");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void clientsThatSendNoWholeHeadAfterTheHandshake_areCutOff() throws Exception {
        URI address = opened();

        try (SSLSocket silent = TestCertificates.connect(address, client());
                SSLSocket slow = TestCertificates.connect(address, client())) {
            silent.startHandshake();
            slow.startHandshake();
            send(slow, "POST /messages HTTP/1.1\r\nHost: local");
            assertThat(received(silent)).isEmpty();
            assertThat(received(slow)).isEmpty();
        }
    }

    /** Returns what the server sends before it ends the connection; fails if it does not end it. */
    private static String received(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        StringBuilder received = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                received.append((char) next);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return received.toString(); // reset, or ended without a word of TLS
        }
        return received.toString();
    }
}
