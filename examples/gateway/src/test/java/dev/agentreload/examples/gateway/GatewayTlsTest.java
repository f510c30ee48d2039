// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.examples.gateway.channel.HttpCaller;
import dev.agentreload.examples.gateway.channel.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** A certificate in files that are replaced, as a program that renews it does. */
class GatewayTlsTest extends GatewayFixture {

    private static final HeldCertificate FIRST = TestCertificates.builder().build();
    private static final HeldCertificate SECOND = TestCertificates.builder().build();
    private static final String TLS = CONFIG.replace(
            "\"port\": 0",
            "\"port\": 0, \"token\": \"s3cr3t\", "
                    + "\"tls\": {\"certificate\": \"${file:tls.crt}\", \"privateKey\": \"${file:tls.key}\"}");

    private void write(HeldCertificate certificate, HeldCertificate key) throws IOException {
        Files.writeString(directory.resolve("tls.crt"), certificate.certificatePem());
        Files.writeString(directory.resolve("tls.key"), key.privateKeyPkcs8Pem());
    }

    private URI address() throws InterruptedException {
        return URI.create(output.take().substring("http: listening on ".length()));
    }

    private static HttpCaller caller(URI address, HeldCertificate trusted) throws Exception {
        return new HttpCaller(
                address,
                "s3cr3t",
                HttpClient.newBuilder()
                        .sslContext(TestCertificates.trusting(trusted.certificate()))
                        .build());
    }

    @Test
    void files_thatAreReplaced_giveANewCertificateWithoutARestart() throws Exception {
        Files.writeString(file, TLS);
        write(FIRST, FIRST);
        assertThat(gateway.start()).isEmpty();
        URI address = address();
        assertThat(TestCertificates.isServed(FIRST, address)).isTrue();

        write(SECOND, FIRST); // one file after the other
        assertThat(gateway.answer(ADA, "/reload")).contains("the private key does not belong to the certificate");
        assertThat(TestCertificates.isServed(FIRST, address)).isTrue();
        write(SECOND, SECOND);
        assertThat(gateway.answer(ADA, "/reload --dry-run")).contains("restart-channel:http");
        assertThat(gateway.answer(ADA, "/reload")).startsWith("applied revision 2");

        assertThat(TestCertificates.isServed(SECOND, address)).isTrue();
        assertThat(caller(address, SECOND).post("/messages", "{\"text\": \"hello\"}"))
                .startsWith("200 ");
    }

    @Test
    void certificateAndKey_areShownNowhere() throws Exception {
        Files.writeString(file, TLS);
        write(FIRST, FIRST);
        assertThat(gateway.start()).isEmpty();
        write(SECOND, SECOND);
        StringBuilder shown = new StringBuilder();
        for (String command : List.of("/plan", "/reload --dry-run", "/reload", "/history", "/status")) {
            shown.append(gateway.answer(ADA, command));
        }
        HttpCaller caller = caller(address(), SECOND);
        for (String path : List.of("/config", "/history", "/status", "/history/diff?from=1&to=2", "/metrics")) {
            String answer = caller.get(path);
            assertThat(answer).as(path).startsWith("200 ");
            shown.append(answer);
        }
        write(FIRST, SECOND);
        shown.append(gateway.answer(ADA, "/reload"));
        output.forEach(shown::append);

        assertThat(shown).contains("privateKey").doesNotContain("BEGIN");
        for (HeldCertificate held : List.of(FIRST, SECOND)) {
            (held.certificatePem() + held.privateKeyPkcs8Pem())
                    .lines()
                    .filter(line -> !line.startsWith("-----"))
                    .forEach(line -> assertThat(shown).doesNotContain(line));
        }
    }
}
