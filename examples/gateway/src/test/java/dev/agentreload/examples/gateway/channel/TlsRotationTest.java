// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** What becomes of connections and answers when a reload replaces the certificate. */
class TlsRotationTest extends HttpChannelFixture {

    private static final int ROTATIONS = 20;
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate FIRST = issued();
    private static final HeldCertificate SECOND = issued();
    private static final String HEALTH = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private String config = "{}";

    private static HeldCertificate issued() {
        return TestCertificates.builder().signedBy(AUTHORITY).build();
    }

    private URI address() {
        return channel.address().orElseThrow();
    }

    private boolean isServed(HeldCertificate held) throws Exception {
        try (SSLSocket socket = TestCertificates.connect(address(), client())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0].equals(held.certificate());
        }
    }

    private static SSLContext client() throws Exception {
        return TestCertificates.trusting(AUTHORITY.certificate());
    }

    private HttpCaller caller() throws Exception {
        return new HttpCaller(
                address(), "", HttpClient.newBuilder().sslContext(client()).build());
    }

    @Test
    void rotation_whileAnAnswerRuns_endsItAndShowsTheNewCertificateToNewConnections() throws Exception {
        assertThat(apply(TestCertificates.config(FIRST))).isDone();
        URI address = address();
        HttpCaller before = caller();
        CompletableFuture<String> slow = before.postLater("/messages", "{\"text\": \"slow\"}");
        host.slowBegun.await();

        CompletableFuture<?> closed = apply(TestCertificates.config(SECOND));

        assertThat(closed).isDone();
        assertThat(address()).isEqualTo(address);
        assertThat(isServed(SECOND)).isTrue();
        host.slowReleased.countDown();
        assertThat(slow.get()).isEqualTo("200 {\"text\":\"http: slow\"}");
    }

    @Test
    void client_thatWouldResumeItsSession_seesTheNewCertificateToo() throws Exception {
        assertThat(apply(TestCertificates.config(FIRST))).isDone();
        SSLContext client = client();
        for (HeldCertificate held : List.of(FIRST, SECOND)) {
            assertThat(apply(TestCertificates.config(held))).isDone();
            for (int i = 0; i < 2; i++) { // the second one resumes
                try (SSLSocket socket = TestCertificates.connect(address(), client)) {
                    assertThat(exchange(socket)).startsWith("HTTP/1.1 200");
                    assertThat(socket.getSession().getPeerCertificates()[0]).isEqualTo(held.certificate());
                }
            }
        }
    }

    @Test
    void rotations_whileCallersComeAllTheTime_refuseNone() throws Exception {
        assertThat(apply(TestCertificates.config(FIRST))).isDone();
        AtomicInteger answered = new AtomicInteger();
        CompletableFuture<?> end = new CompletableFuture<>();
        HttpCaller lasting = caller();
        List<Future<?>> callers = new ArrayList<>();
        callers.add(executor.submit(() -> {
            while (!end.isDone()) {
                assertThat(lasting.get("/healthz")).startsWith("200 ");
            }
            return null;
        }));
        for (int i = 0; i < 2; i++) {
            callers.add(executor.submit(() -> {
                while (!end.isDone()) {
                    try (SSLSocket socket = TestCertificates.connect(address(), client())) {
                        assertThat(exchange(socket)).startsWith("HTTP/1.1 200");
                        answered.incrementAndGet();
                    }
                }
                return null;
            }));
        }

        for (int i = 1; i <= ROTATIONS; i++) {
            HeldCertificate next = i % 2 == 0 ? FIRST : SECOND;
            assertThat(apply(TestCertificates.config(next))).isDone();
            assertThat(isServed(next)).isTrue();
            int before = answered.get();
            while (answered.get() == before && callers.stream().noneMatch(Future::isDone)) {
                Thread.onSpinWait();
            }
        }

        end.complete(null);
        for (Future<?> one : callers) {
            one.get(1, TimeUnit.MINUTES);
        }
        assertThat(answered.get()).isGreaterThanOrEqualTo(ROTATIONS);
    }

    private static String exchange(SSLSocket socket) throws IOException {
        send(socket, HEALTH);
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    void reload_withAKeyThatDoesNotBelong_isRefusedAndTheOldCertificateServesOn() throws Exception {
        Reloader reloader = reloader();
        config = TestCertificates.config(FIRST);
        assertThat(reloader.start(source())).isApplied();

        config = TestCertificates.config(SECOND.certificatePem(), FIRST.privateKeyPkcs8Pem(), Map.of());
        ReloadResult refused = reload(reloader);

        assertThat(refused).isInvalid();
        assertThat(refused.toString() + refused.toMap())
                .contains("the private key does not belong to the certificate")
                .doesNotContain(
                        "BEGIN",
                        FIRST.privateKeyPkcs8Pem().lines().skip(1).findFirst().orElseThrow());
        assertThat(isServed(FIRST)).isTrue();
        config = TestCertificates.config(SECOND);
        assertThat(reload(reloader)).isApplied();
        assertThat(isServed(SECOND)).isTrue();
        assertThat(reloader.close(Duration.ofMinutes(1)).isClean()).isTrue();
    }

    @Test
    void rollback_afterAnotherParticipantFailed_bringsTheOldCertificateBack() throws Exception {
        FakeParticipant hooks = new FakeParticipant("hooks", new ResourceJournal(), "reload-hooks");
        Reloader reloader = Reloader.builder(HostRuntime.of(executor))
                .rules(RuleTable.defaults().toBuilder()
                        .channel(HttpChannel.NAME)
                        .build())
                .participant(channel)
                .participant(hooks)
                .build();
        config = withHook(TestCertificates.config(FIRST), "a");
        assertThat(reloader.start(source())).isApplied();
        List<Boolean> seen = new ArrayList<>();
        hooks.script().next(FakeParticipant.Step.COMMIT).run(() -> {
            seen.add(isServed(SECOND));
            throw new IOException("no hooks");
        });

        config = withHook(TestCertificates.config(SECOND), "b");
        assertThat(reload(reloader)).isRolledBackBy("hooks");

        assertThat(seen).as("the new one was there meanwhile").containsExactly(true);
        assertThat(isServed(FIRST)).isTrue();
        assertThat(caller().post("/messages", HELLO)).startsWith("200 ");
        assertThat(reloader.close(Duration.ofMinutes(1)).isClean()).isTrue();
    }

    private static String withHook(String json, String message) {
        return json.replaceFirst("\\{", "{\"hooks\": {\"paths\": {\"deploy\": {\"message\": \"" + message + "\"}}}, ");
    }

    @Test
    void reload_betweenPlainAndTlsOnOnePort_isRefused() throws Exception {
        assertThat(apply(OPEN)).isDone();
        int port = address().getPort();
        String tls = TestCertificates.config(FIRST, Map.of("port", port));

        assertRefused(tls, "port [" + port + "] cannot change from plain HTTP to TLS while it is in use");
        assertThat(new HttpCaller(address(), "").get("/healthz")).startsWith("200 ");

        apply(TestCertificates.config(FIRST)).get(1, TimeUnit.MINUTES);
        port = address().getPort();
        String plain = OPEN.replace("\"port\": 0", "\"port\": " + port);
        assertRefused(plain, "port [" + port + "] cannot change from TLS to plain HTTP while it is in use");
        assertRefused(
                plain.replace("\"port\"", "\"host\": \"localhost\", \"port\""),
                "port [" + port + "] cannot change from TLS to plain HTTP while it is in use");
        assertThat(isServed(FIRST)).isTrue();
    }

    private void assertRefused(String json, String message) {
        assertThat(channel.validate(context(json))).singleElement().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo(message);
            assertThat(problem.path().toString()).isEqualTo("channels.http.tls");
            assertThat(problem.hint()).isEqualTo("expected another port, too, or a restart");
        });
        assertThatThrownBy(() -> channel.prepare(context(json)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void reload_betweenPlainAndTlsWithAnotherPort_answersThereAndEndsWhatItAnswers() throws Exception {
        HttpCaller plain = started(OPEN);
        CompletableFuture<String> slow = plain.postLater("/messages", "{\"text\": \"slow\"}");
        host.slowBegun.await();

        CompletableFuture<?> closed = apply(TestCertificates.config(FIRST));

        assertThat(caller().post("/messages", HELLO)).startsWith("200 ");
        host.slowReleased.countDown();
        assertThat(slow.get()).isEqualTo("200 {\"text\":\"http: slow\"}");
        closed.get(1, TimeUnit.MINUTES);
        plain.awaitRefusal();

        HttpCaller tls = caller();
        closed = apply(OPEN);
        assertThat(new HttpCaller(address(), "").post("/messages", HELLO)).startsWith("200 ");
        closed.get(1, TimeUnit.MINUTES);
        tls.awaitRefusal();
    }

    private Reloader reloader() {
        return Reloader.builder(HostRuntime.of(executor))
                .rules(RuleTable.defaults().toBuilder()
                        .channel(HttpChannel.NAME)
                        .build())
                .participant(channel)
                .build();
    }

    private ConfigSource source() {
        return ConfigSource.of("config.json", () -> ConfigReader.standard().read("config.json", config));
    }

    private ReloadResult reload(Reloader reloader) throws InterruptedException {
        return reloader.reload(ReloadRequest.manual(source(), "ada"), Duration.ofMinutes(1));
    }
}
