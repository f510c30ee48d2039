// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.chat.HostCommands;
import dev.agentreload.examples.gateway.config.ConfigFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Callers write over HTTP while the configuration is edited all the time: every third edit is broken, and each good one changes the
 * model and, in turn, token or port of the channel. Each call is a connection of its own. No call may fail, get the answer to another one, be
 * answered by a model from before the last reload that was reported, or be missing in its conversation.
 *
 * <p>Some edits in the normal build; {@code mvn -Psoak} goes on for a minute.
 */
class GatewayLoadTest {

    private static final int EDITS = 12;
    private static final long SECONDS = Long.getLong("load.seconds", 0);
    private static final int CALLERS = 32;
    private static final int PAUSE_MILLIS = SECONDS > 0 ? 200 : 100;
    private static final int TIMEOUT_MILLIS = 60_000;

    /** Of a longer conversation the model is shown the end, so that its number of messages says nothing. */
    private static final int LONGEST = 90;

    private static final RouteRequest OPERATOR = RouteRequest.of(HostCommands.CONSOLE);
    private static final Pattern ANSWER =
            Pattern.compile("\\{\"text\":\"main \\(echo/m(\\d+)\\) to message (\\d+): (.*)\"}");

    /** Where the channel is reached. */
    private record Door(URI address, String token) {}

    @TempDir
    private Path directory;

    private final ExecutorService people = Executors.newFixedThreadPool(CALLERS);
    private final ScheduledExecutorService editor = Executors.newSingleThreadScheduledExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong moved = new AtomicLong();

    /** The newest edit that may be in force, and the newest that was reported to be. */
    private volatile int begun;

    private volatile int reported;
    private volatile URI listening = URI.create("http://127.0.0.1");
    private Door door = new Door(listening, "");
    private int edits;
    private int applied;
    private int refused;
    private int busy;

    @AfterEach
    void stop() {
        over.set(true);
        editor.shutdownNow();
        people.shutdownNow();
    }

    @Test
    void callers_whileEverythingChanges_areEachAnsweredByTheNewest(TestReporter report) throws Exception {
        Path file = Files.writeString(directory.resolve("config.json"), config(0));
        try (Gateway gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), this::note, Set.of())) {
            assertThat(gateway.start()).isEmpty();
            publish(new Door(listening, "t0"));
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String name = "c" + i;
                calls.add(people.submit(() -> call(name)));
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (edits < EDITS || System.nanoTime() - end < 0) {
                editor.schedule(() -> edit(gateway, file), PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                        .get();
                assertThat(calls).as("callers").noneMatch(Future::isDone);
            }
            over.set(true);
            int answered = 0;
            for (Future<Integer> caller : calls) {
                answered += caller.get(1, TimeUnit.MINUTES);
            }
            report.publishEntry(
                    "load",
                    answered + " calls answered, 0 failed, lost, stale or crossed; " + moved
                            + " found the channel moved; " + applied + " edits applied, " + refused + " refused, "
                            + busy + " came too soon");
            assertThat(applied).as("applied edits").isGreaterThan(1);
            assertThat(refused).as("refused edits").isPositive();
        }
    }

    private void note(String line) {
        if (line.startsWith("http: listening on ")) {
            listening = URI.create(line.substring("http: listening on ".length()));
        }
    }

    private void edit(Gateway gateway, Path file) {
        edits++;
        int number = begun + 1;
        try {
            Files.writeString(file, edits % 3 == 0 ? "{\"agents\": {{" : config(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (edits % 3 == 0) {
            assertThat(gateway.answer(OPERATOR, "/reload"))
                    .startsWith("nothing applied")
                    .contains("error: ");
            refused++;
            return;
        }
        begun = number;
        String reply = gateway.answer(OPERATOR, "/reload");
        if (reply.startsWith("applied")) {
            applied++;
            reported = number;
            publish(new Door(listening, token(number)));
        } else {
            assertThat(reply).contains("too many retired generations are in use");
            busy++;
        }
    }

    /** Another name of this machine is another address, which gets a free port. */
    private static String config(int number) {
        return """
                {
                  "models": {"providers": {"echo": {"models": [{"id": "m%d"}]}}},
                  "agents": {"defaults": {"model": "echo/m%d"}},
                  "session": {"dmScope": "per-peer"},
                  "hooks": {"paths": {"deploy": {"message": "look"}}},
                  "channels": {"http": {"host": "%s", "port": 0, "token": "%s"}}
                }
                """.formatted(number, number, (number / 2) % 2 == 0 ? "127.0.0.1" : "localhost", token(number));
    }

    /** Each other edit changes the token, and those between change the address. */
    private static String token(int number) {
        return "t" + (number + 1) / 2;
    }

    private synchronized void publish(Door changed) {
        door = changed;
        notifyAll();
    }

    private synchronized Door door() {
        return door;
    }

    private synchronized void awaitOther(Door known) throws InterruptedException {
        moved.incrementAndGet();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
        while (door.equals(known) && !over.get()) {
            long rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            assertThat(rest).as("refused, and nothing changed").isPositive();
            wait(Math.min(rest, 1_000));
        }
    }

    private int call(String name) throws Exception {
        int answered = 0;
        while (!over.get()) {
            String peer = name + "-" + answered / LONGEST;
            String text = peer + " says " + answered;
            boolean hook = answered % 5 == 4;
            int before = reported;
            String reply = hook
                    ? reply("/hooks/deploy", text)
                    : reply("/messages", "{\"peer\": \"" + peer + "\", \"text\": \"" + text + "\"}");
            if (reply.isEmpty()) {
                break;
            }
            Matcher parts = ANSWER.matcher(reply);
            assertThat(parts.matches()).as(reply).isTrue();
            assertThat(Integer.parseInt(parts.group(1))).as(reply).isBetween(before, begun);
            assertThat(parts.group(3)).isEqualTo(hook ? "look\\n" + text : text);
            if (!hook) {
                int inConversation = answered % LONGEST;
                assertThat(Integer.parseInt(parts.group(2)))
                        .as(reply)
                        .isEqualTo(inConversation - inConversation / 5 + 1);
            }
            answered++;
        }
        return answered;
    }

    /** Returns the body of the answer; empty if the channel moved and the test is over. */
    private String reply(String path, String body) throws Exception {
        while (true) {
            Door tried = door();
            String answer = exchange(tried, path, body);
            if (answer.startsWith("HTTP/1.1 200 ")) {
                return answer.substring(answer.indexOf("\r\n\r\n") + 4);
            }
            assertThat(answer)
                    .satisfiesAnyOf(
                            refusal -> assertThat(refusal).isEmpty(),
                            refusal -> assertThat(refusal).startsWith("HTTP/1.1 401 "));
            awaitOther(tried);
            if (over.get() && door().equals(tried)) {
                return "";
            }
        }
    }

    /** Returns the whole answer; empty if the port is closed by now. Every connection that was made must get an answer. */
    private static String exchange(Door door, String path, String body) throws IOException {
        try (Socket socket = new Socket()) {
            try {
                socket.connect(
                        new InetSocketAddress(
                                door.address().getHost(), door.address().getPort()),
                        TIMEOUT_MILLIS);
            } catch (ConnectException e) {
                return "";
            }
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                    + door.token() + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
