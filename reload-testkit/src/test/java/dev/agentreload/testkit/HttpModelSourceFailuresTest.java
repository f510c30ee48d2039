// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.DiscoveryException;
import dev.agentreload.models.http.HttpModelSource;
import dev.agentreload.testkit.server.StubModelServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer wrongly, late or never, and requests that cannot be sent. */
class HttpModelSourceFailuresTest extends HttpModelSourceFixture {

    HttpModelSourceFailuresTest() throws IOException {}

    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void page_thatBreaksOff_failsAll() {
        server.listInPages(1, "a", "b", "c");
        server.breakOffAfter("a");

        assertThat(failure(openAi, at(server.endpoint()).build())).isEqualTo(who() + "could not be asked: IOException");
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {203, 302, 404, 429, 500})
    void status_otherThan200_isAFailure(int status) {
        server.fail(status);

        assertThat(failure(openAi, secretive())).isEqualTo(who() + "answered with status " + status + "; expected 200");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void status_ofACredentialThatIsNotAccepted_saysSo(int status) {
        server.fail(status);

        assertThat(failure(openAi, secretive()))
                .isEqualTo(who() + "is not authorised: it answered with status " + status
                        + "; expected a key that it accepts");
    }

    @ParameterizedTest
    @CsvSource({
        "120, PT2M",
        "0, PT0S",
        "86400, PT1H",
        "'Thu, 01 Jan 1970 00:01:30 GMT', PT1M30S",
        "'Wed, 31 Dec 1969 00:00:00 GMT', PT0S"
    })
    void retryAfter_inSecondsOrAsADate_isThePause(String header, Duration pause) {
        server.fail(429, header);

        DiscoveryException failure = catchThrowableOfType(
                DiscoveryException.class, () -> atTheEpoch().discover(request(secretive(), LONG)));

        assertThat(failure.retryAfter()).hasValue(pause);
        assertThat(failure)
                .hasMessageStartingWith(who() + "answered with status 429 and asked not to be called for PT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1.5", "9999999999"})
    void retryAfter_thatIsNeither_isIgnored(String header) {
        server.fail(503, header);

        DiscoveryException failure =
                catchThrowableOfType(DiscoveryException.class, () -> openAi.discover(request(secretive(), LONG)));

        assertThat(failure.retryAfter()).isEmpty();
        assertThat(failure).hasMessage(who() + "answered with status 503; expected 200");
    }

    private HttpModelSource atTheEpoch() {
        HostRuntime runtime = HostRuntime.of(Runnable::run).withTicker(() -> 0).withClock(() -> Instant.EPOCH);
        return HttpModelSource.openAiCompatible(client, runtime).build();
    }

    @Test
    void body_thatIsNoListOfOllamas_isAFailure() {
        server.send("{\"data\":[{\"id\":\"m\"}]}");

        assertThat(failure(ollama, at(server.endpoint()).kind("ollama").build()))
                .isEqualTo(who() + "answered with status 200 and no list of models;"
                        + " expected an object with a list [models] of models with a [name]");
    }

    @Test
    void emptyList_isAFailure() {
        server.list();

        assertThat(failure(openAi, at(server.endpoint()).build()))
                .isEqualTo(who() + "answered with status 200 and lists no model");
    }

    @Test
    void body_withoutEnd_isReadUpToTheLimit() {
        server.sendForever(200);
        HttpModelSource modest = HttpModelSource.openAiCompatible(
                        client, HostRuntime.of(Runnable::run).withTicker(() -> 0))
                .responseLimit(10_000)
                .build();

        assertThat(failure(modest, at(server.endpoint()).build())).isEqualTo(who() + "sent more than [10000] bytes");
    }

    @Test
    void limit_holdsForAllPagesTogether() throws Exception {
        server.listInPages(1, "a", "b", "c");
        HttpModelSource modest = HttpModelSource.openAiCompatible(
                        client, HostRuntime.of(Runnable::run).withTicker(() -> 0))
                .responseLimit(200)
                .build();

        assertThat(failure(modest, at(server.endpoint()).build())).isEqualTo(who() + "sent more than [200] bytes");
        server.listInPages(1, "a");
        assertThat(discover(modest, at(server.endpoint()).build())).isPresent();
    }

    @Test
    void bodyOfAFailure_isNotReadAtAll() {
        server.sendForever(500);

        assertThat(failure(openAi, at(server.endpoint()).build()))
                .isEqualTo(who() + "answered with status 500; expected 200");
    }

    @ParameterizedTest
    @CsvSource({"50, 60000", "60000, 50"})
    void server_thatSendsNothing_isGivenUpAfterTheSmallerTimeout(long own, long most) {
        CountDownLatch gate = server.hold();

        assertThat(failure(
                        openAi,
                        at(server.endpoint()).timeout(Duration.ofMillis(own)).build(),
                        Duration.ofMillis(most)))
                .isEqualTo(who() + "did not answer within PT0.05S");
        gate.countDown();
    }

    @Test
    void server_thatStopsHalfway_isGivenUpAfterTheTimeout() {
        server.list("a", "b");
        CountDownLatch gate = server.holdHalfway();

        assertThat(failure(openAi, at(server.endpoint()).build(), SHORT))
                .isEqualTo(who() + "did not answer within PT0.05S");
        gate.countDown();
    }

    @Test
    void interrupt_endsTheCallAndIsKept() throws Exception {
        server.hold();
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            thrown.complete(catchThrowableOfType(
                    DiscoveryException.class,
                    () -> discover(openAi, at(server.endpoint()).build())));
            kept.complete(Thread.currentThread().isInterrupted());
        });
        asking.start();
        server.awaitRequest();

        asking.interrupt();

        assertThat(thrown.get(10, TimeUnit.SECONDS)).hasMessage(who() + "was not asked to the end: interrupted");
        assertThat(kept.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void redirect_isNotFollowed() throws Exception {
        try (StubModelServer other = StubModelServer.start(threads)) {
            other.list("m");
            server.redirect(other.endpoint() + "/v1/models");

            assertThat(failure(openAi, secretive())).isEqualTo(who() + "answered with status 302; expected 200");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void redirect_onTheSameHost_isNotFollowed() {
        server.redirect(server.endpoint() + "/v2/models");

        assertThat(failure(openAi, secretive())).isEqualTo(who() + "answered with status 302; expected 200");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void server_thatIsNotThere_isAFailure() {
        server.close();

        assertThat(failure(openAi, secretive())).isEqualTo(who() + "could not be asked: ConnectException");
    }

    @Test
    void client_thatCannotWork_isAFailure() {
        HttpClient closed = HttpClient.newBuilder()
                .executor(task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .build();

        assertThat(failure(
                        HttpModelSource.openAiCompatible(
                                        closed, HostRuntime.of(Runnable::run).withTicker(() -> 0))
                                .build(),
                        at(server.endpoint()).build()))
                .isEqualTo(who() + "could not be asked: RejectedExecutionException");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Team, 'sentinel\nX-Other: sentinel'",
        "Host, sentinel.example.com",
        "X Team, sentinel",
    })
    void header_thatCannotBeSent_isAFailure(String name, String value) {
        assertThat(failure(openAi, at(server.endpoint()).header(name, value).build()))
                .isEqualTo(who() + "was not asked: the client does not send header [" + name + "] as it is configured");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void limit_ofNothing_isRefused() {
        assertThatThrownBy(() -> HttpModelSource.ollama(
                                client, HostRuntime.of(Runnable::run).withTicker(() -> 0))
                        .responseLimit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a response limit must be positive, not 0");
    }
}
