// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.runtime.HostRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes sessions and moves them to and fro, and looks for what it had acknowledged. */
@Timeout(120)
class SessionKillTest {

    private static final int ROUNDS = Integer.getInteger("agentreload.kill.rounds", 3);
    private static final AgentId AGENT = new AgentId("a");
    private static final SessionKey KEY = new SessionKey("agent:a:main");

    @Test
    void killedProcess_hasKeptWhatItAcknowledged(@TempDir Path home) throws Exception {
        Random random = new Random(7);
        int acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged = runAndKill(home, acknowledged, acknowledged + 20 + random.nextInt(100));
            WorkspaceSessions sessions = sessions(home, Runnable::run);
            move(sessions, "one");
            List<String> texts = texts(sessions);
            assertThat(texts).as("round %s", round).hasSizeBetween(2 * acknowledged, 2 * acknowledged + 2);
            for (int i = 0; i < texts.size(); i += 2) {
                assertThat(texts.subList(i, i + 2)).containsExactly("question " + i / 2, "answer " + i / 2);
            }
            acknowledged = texts.size() / 2;
        }
        assertThat(acknowledged).isGreaterThan(20);
    }

    private static int runAndKill(Path home, int first, int last) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        home.toString(),
                        String.valueOf(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int acknowledged = first;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                acknowledged = Integer.parseInt(line) + 1;
                if (acknowledged == last) {
                    process.toHandle().destroyForcibly(); // which leaves the output to be read to its end
                }
            }
        }
        assertThat(process.waitFor()).as("killed, and not ended by itself").isEqualTo(137);
        return acknowledged;
    }

    private static WorkspaceSessions sessions(Path home, Executor executor) {
        return WorkspaceSessions.create(
                agent -> home.resolve(agent.workspace().orElseThrow()),
                home.resolve("locations.json"),
                HostRuntime.of(executor),
                AgentsPolicy.standard());
    }

    private static void move(WorkspaceSessions sessions, String place) throws Exception {
        ConfigDocument document = ConfigDocument.parse("config.json", """
                {models: {providers: {p: {}}}, agents: {list: [{id: 'a', model: 'p/m', workspace: '%s'}]}}
                """.formatted(place));
        RetiredResources retired = RetiredResources.create(LeaseFactory.of(HostRuntime.of(Runnable::run)));
        sessions.participant()
                .prepare(ReloadContext.start(document, Deadline.after(Duration.ofSeconds(10), System::nanoTime)))
                .commit(retired);
        retired.resources().forEach(resource -> resource.retire());
    }

    private static List<String> texts(WorkspaceSessions sessions) throws SessionStoreException {
        return new ArrayList<>(sessions.of(AGENT).history(KEY, Integer.MAX_VALUE).messages().stream()
                .map(SessionMessage::text)
                .toList());
    }

    /** Appends turns and prints the number of each as soon as it is acknowledged, while another thread moves the workspace. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            ExecutorService threads = Executors.newCachedThreadPool();
            WorkspaceSessions sessions = sessions(Path.of(arguments[0]), threads);
            move(sessions, "one");
            threads.execute(() -> moveForEver(sessions));
            for (int number = Integer.parseInt(arguments[1]); ; number++) {
                sessions.of(AGENT).append(KEY, List.of(message("question " + number), message("answer " + number)));
                System.out.println(number);
            }
        }

        private static void moveForEver(WorkspaceSessions sessions) {
            try {
                for (int i = 0; ; i++) {
                    move(sessions, List.of("two", "three", "one").get(i % 3));
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static SessionMessage message(String text) {
            return SessionMessage.of(SessionRole.USER, text, Instant.EPOCH);
        }
    }
}
