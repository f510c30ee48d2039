// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.runtime.HostRuntime;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The channel with a certificate. What becomes of it in a reload is in {@link TlsRotationTest}. */
class HttpTlsTest extends HttpChannelFixture {

    private static final HeldCertificate CERTIFICATE =
            TestCertificates.builder().build();

    private URI opened(String json) throws Exception {
        assertThat(apply(json)).isDone();
        return channel.address().orElseThrow();
    }

    private static HttpCaller caller(URI address, String token, X509Certificate trusted) throws Exception {
        return new HttpCaller(
                address,
                token,
                HttpClient.newBuilder()
                        .sslContext(TestCertificates.trusting(trusted))
                        .build());
    }

    @Test
    void message_overTls_isAnsweredForWhoTrustsTheCertificateAlone() throws Exception {
        URI address = opened(TestCertificates.config(CERTIFICATE));

        assertThat(address.toString()).startsWith("https://127.0.0.1:");
        assertThat(output).containsExactly("http: listening on " + address);
        assertThat(caller(address, "", CERTIFICATE.certificate()).post("/messages", HELLO))
                .isEqualTo("200 {\"text\":\"http: hello\"}");
        X509Certificate other = TestCertificates.builder().build().certificate();
        assertThatThrownBy(() -> caller(address, "", other).post("/messages", HELLO))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void stream_overTls_sendsPiecesAndThenTheAnswer() throws Exception {
        URI address = opened(TestCertificates.config(CERTIFICATE));

        try (Stream<String> events = caller(address, "", CERTIFICATE.certificate()).stream(HELLO)) {
            assertThat(events.filter(line -> line.startsWith("data")))
                    .containsExactly(
                            "data: {\"text\":\"a \"}", "data: {\"text\":\"b\"}", "data: {\"text\":\"http: hello\"}");
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void key_inEachForm_isServed(String certificate, String key) throws Exception {
        URI address = opened(TestCertificates.config(certificate, key, Map.of()));

        X509Certificate trusted = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.UTF_8)));
        assertThat(caller(address, "", trusted).get("/healthz")).isEqualTo("200 {\"alive\":true}");
    }

    static Stream<Arguments> keys() throws IOException {
        HeldCertificate rsa = TestCertificates.builder().rsa2048().build();
        return Stream.of(
                pair("RSA in PKCS#8", rsa.certificatePem(), rsa.privateKeyPkcs8Pem()),
                pair("RSA in PKCS#1", rsa.certificatePem(), rsa.privateKeyPkcs1Pem()),
                pair("EC in PKCS#8", CERTIFICATE.certificatePem(), CERTIFICATE.privateKeyPkcs8Pem()),
                pair("EC in SEC1", TestCertificates.file("ec.crt"), TestCertificates.file("ec.sec1.key")),
                pair("Ed25519 in PKCS#8", TestCertificates.file("ed25519.crt"), TestCertificates.file("ed25519.key")));
    }

    /** Keeps the texts out of the test's name. */
    private static Arguments pair(String name, String certificate, String key) {
        return Arguments.of(Named.of(name, certificate), Named.of("its key", key));
    }

    @Test
    void chain_isServedAsAWhole() throws Exception {
        HeldCertificate root =
                new HeldCertificate.Builder().certificateAuthority(1).build();
        HeldCertificate issuer = new HeldCertificate.Builder()
                .certificateAuthority(0)
                .signedBy(root)
                .build();
        HeldCertificate server = TestCertificates.builder().signedBy(issuer).build();
        URI address = opened(TestCertificates.config(
                server.certificatePem() + issuer.certificatePem(), server.privateKeyPkcs8Pem(), Map.of()));

        assertThat(caller(address, "", root.certificate()).get("/healthz")).startsWith("200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void handshake_ofACurrentVersion_succeedsWithAnyName(String version) throws Exception {
        URI address = opened(TestCertificates.config(CERTIFICATE));

        for (String host : List.of("localhost", "127.0.0.1", "other.example")) {
            try (SSLSocket socket = connect(address)) {
                socket.setEnabledProtocols(new String[] {version});
                assertThat(status(socket, "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                        .isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void page_ofThisMachine_isOneWithTheSchemeOfTheChannel() throws Exception {
        URI address = opened(TestCertificates.config(CERTIFICATE));
        String head = "GET /status HTTP/1.1\r\nHost: localhost\r\nOrigin: ";

        try (SSLSocket socket = connect(address)) {
            assertThat(status(socket, head + "https://localhost\r\n\r\n")).startsWith("HTTP/1.1 200");
        }
        try (SSLSocket socket = connect(address)) {
            assertThat(status(socket, head + "http://localhost\r\n\r\n")).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void certificate_thatIsNotValidAnyMore_isAWarningByTheHostsClock() throws Exception {
        Instant now = CERTIFICATE.certificate().getNotAfter().toInstant().plusSeconds(1);
        HttpChannel later =
                new HttpChannel(() -> host, hooks, HostRuntime.of(executor).withClock(() -> now), output::add, LIMITS);
        String json = TestCertificates.config(CERTIFICATE);

        assertThat(channel.validate(context(json)).stream().filter(ConfigProblem::isError))
                .isEmpty();
        assertThat(later.validate(context(json))).singleElement().satisfies(problem -> {
            assertThat(problem.isError()).isFalse();
            assertThat(problem.toString())
                    .startsWith("a certificate was valid until ")
                    .contains(" at channels.http.tls.certificate (config.json:1:");
        });
    }

    private static SSLSocket connect(URI address) throws Exception {
        SSLContext client = TestCertificates.trusting(CERTIFICATE.certificate());
        return TestCertificates.connect(address, client);
    }

    private static String status(Socket socket, String request) throws IOException {
        send(socket, request);
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }
}
