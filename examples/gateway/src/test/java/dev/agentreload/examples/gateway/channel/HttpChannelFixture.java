// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.runtime.HostRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A channel with a host that repeats each message, and a caller of it. */
abstract class HttpChannelFixture {

    static final String OPEN = "{\"channels\": {\"http\": {\"port\": 0}}}";
    static final String GUARDED = "{\"channels\": {\"http\": {\"port\": 0, \"token\": \"s3cr3t\"}},"
            + " \"hooks\": {\"paths\": {\"deploy\": {\"message\": \"look at this\"}}}}";
    static final String HELLO = "{\"text\": \"hello\"}";

    static final HttpLimits LIMITS = new HttpLimits(
            64 * 1024, 256 * 1024, Duration.ofMinutes(1), Duration.ofSeconds(60), Duration.ofMillis(100), 40);

    final FakeHttpHost host = new FakeHttpHost();
    final Hooks hooks = new Hooks(HostRuntime.of(Runnable::run));
    final ExecutorService executor = Executors.newCachedThreadPool();
    final List<String> output = new ArrayList<>();
    final HttpChannel channel;

    HttpChannelFixture() {
        this(LIMITS);
    }

    HttpChannelFixture(HttpLimits limits) {
        channel = new HttpChannel(() -> host, hooks, HostRuntime.of(executor), output::add, limits);
    }

    /** Returns the limits of this fixture with another time for a head, of which a handshake takes its part. */
    static HttpLimits limits(Duration request) {
        return new HttpLimits(
                LIMITS.body(), LIMITS.config(), request, LIMITS.idle(), LIMITS.handover(), LIMITS.threads());
    }

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

    /** Returns what completes when everything that was replaced is closed. */
    CompletableFuture<?> apply(String json) throws Exception {
        RetiredResources retired = RetiredResources.create(LeaseFactory.of(HostRuntime.of(executor)));
        channel.prepare(context(json)).commit(retired);
        return CompletableFuture.allOf(retired.resources().stream()
                .map(server -> server.retire().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    HttpCaller started(String json) throws IOException {
        channel.prepare(context(json)).commit(RetiredResources.create(LeaseFactory.of(HostRuntime.of(executor))));
        URI address = channel.address().orElseThrow();
        assertThat(output).containsExactly("http: listening on " + address);
        assertThat(address.getHost()).isEqualTo("127.0.0.1");
        return new HttpCaller(address, json.equals(GUARDED) ? "s3cr3t" : "");
    }

    void commitHooks() throws Exception {
        RetiredResources retired = RetiredResources.create(LeaseFactory.of(HostRuntime.of(executor)));
        hooks.participant().prepare(context(GUARDED)).commit(retired);
        assertThat(retired.resources()).isEmpty();
    }

    static ReloadContext context(String json) {
        return ReloadContext.start(ConfigDocument.parse("config.json", json), deadline(Duration.ofMinutes(1)));
    }

    static Deadline deadline(Duration time) {
        return Deadline.after(time, System::nanoTime);
    }

    /** Sends exactly this, which may be less than a request, and returns the first line of the answer. */
    static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String statusLine(URI address, String request) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            send(socket, request);
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
