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
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of the port and of running answers when the configuration changes. */
class HttpReloadTest extends HttpChannelFixture {
    private String config = "{}";

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
    void reload_toAnotherNameOfTheSameAddress_staysWhereItIs() throws Exception {
        HttpCaller caller = started(OPEN);
        int port = caller.address().getPort();

        CompletableFuture<?> closed = apply(OPEN.replace("\"port\": 0", "\"host\": \"localhost\", \"port\": " + port));

        assertThat(closed).isDone();
        assertThat(caller.post("/messages", HELLO)).startsWith("200 ");
    }

    @Test
    void reload_toAnotherHostOnTheSamePort_isBoundBesideTheOldOne() throws Exception {
        HttpCaller caller = started(GUARDED);
        int port = caller.address().getPort();
        CompletableFuture<String> slow = caller.postLater("/messages", "{\"text\": \"slow\"}");
        host.slowBegun.await();

        CompletableFuture<?> closed = apply(GUARDED.replace("\"port\": 0", "\"host\": \"0.0.0.0\", \"port\": " + port));

        assertThat(channel.address()).contains(URI.create("http://0.0.0.0:" + port));
        assertThat(caller.post("/messages", HELLO)).startsWith("200 ");
        host.slowReleased.countDown();
        assertThat(slow.get()).isEqualTo("200 {\"text\":\"http: slow\"}");
        closed.get(1, TimeUnit.MINUTES);
        assertThat(caller.post("/messages", HELLO)).startsWith("200 ");
        assertThatThrownBy(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()))
                .as("the port is shared only while it changes its address")
                .isInstanceOf(BindException.class);
    }

    @Test
    void connection_toThePortThatWasReplaced_isAnsweredForAMoment() throws Exception {
        HttpCaller before = started(OPEN);

        CompletableFuture<?> closed = apply(OPEN.replace("\"port\"", "\"host\": \"localhost\", \"port\""));

        assertThat(statusLine(before.address(), "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        closed.get(1, TimeUnit.MINUTES);
        before.awaitRefusal();
    }

    @Test
    void reload_toAnotherAddress_endsTheEventsOfOpenPages() throws Exception {
        HttpCaller before = started(GUARDED);
        try (Stream<String> events = before.events()) {
            Iterator<String> lines = events.iterator();
            assertThat(lines.next()).isEqualTo("event: decided");

            CompletableFuture<?> closed = apply(GUARDED.replace("\"port\"", "\"host\": \"localhost\", \"port\""));

            closed.get(1, TimeUnit.MINUTES);
            assertThat(lines).toIterable().contains("data: {}");
        }
    }

    @Test
    void reload_toAPortThatIsTaken_interruptsNoCaller() throws Exception {
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
}
