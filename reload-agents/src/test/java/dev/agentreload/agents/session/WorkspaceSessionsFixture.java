// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.runtime.HostRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of two agents in workspaces below a directory of the test. */
abstract class WorkspaceSessionsFixture {

    static final AgentId A = new AgentId("a");
    static final AgentId B = new AgentId("b");
    static final SessionKey KEY = new SessionKey("agent:a:main");
    static final SessionKey OWN = new SessionKey("room 1");
    static final int ALL = Integer.MAX_VALUE;

    @TempDir
    Path home;

    final HostRuntime runtime = HostRuntime.of(Runnable::run).withTicker(() -> 0);
    final LeaseFactory leases = LeaseFactory.of(runtime);
    WorkspaceSessions sessions;
    final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void start() {
        sessions = restarted();
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    WorkspaceSessions sessions(SessionDirectory.FileSteps steps) {
        return new WorkspaceSessions(
                agent -> home.resolve(agent.workspace().orElse("none")),
                home.resolve("locations.json"),
                leases,
                AgentsPolicy.standard(),
                steps);
    }

    void reload(String... agents) throws Exception {
        move(sessions, agents);
    }

    static void retire(RetiredResources retired) {
        retired.resources().forEach(resource -> resource.retire());
    }

    Prepared prepare(String... agents) throws Exception {
        return prepare(sessions, agents);
    }

    static Prepared prepare(WorkspaceSessions sessions, String... agents) throws Exception {
        ReloadContext context = ReloadContext.start(document(agents), Deadline.after(Duration.ofSeconds(10), () -> 0));
        ReloadParticipant participant = sessions.participant();
        assertThat(participant.validate(context)).noneMatch(problem -> problem.isError());
        return participant.prepare(context);
    }

    void move(WorkspaceSessions moved, String... agents) throws Exception {
        RetiredResources retired = RetiredResources.create(leases);
        prepare(moved, agents).commit(retired);
        retire(retired);
    }

    /** Returns what a new start of the program has. */
    WorkspaceSessions restarted() {
        return WorkspaceSessions.create(
                agent -> home.resolve(agent.workspace().orElse("none")),
                home.resolve("locations.json"),
                runtime,
                AgentsPolicy.standard());
    }

    /** Returns a document with agents that are each written as an id and a workspace. */
    static ConfigDocument document(String... agents) {
        StringBuilder json = new StringBuilder("{ models: { providers: { p: {} } }, agents: { list: [");
        for (String agent : agents) {
            String[] words = agent.split(" ", 2);
            json.append("{ id: '%s', model: 'p/m', workspace: '%s' },".formatted(words[0], words[1]));
        }
        return ConfigDocument.parse("config.json", json.append("] } }").toString());
    }

    void append(AgentId agent, SessionKey key, String... texts) throws SessionStoreException {
        for (String text : texts) {
            sessions.of(agent).append(key, message(text));
        }
    }

    List<String> texts(AgentId agent, SessionKey key) throws SessionStoreException {
        return sessions.of(agent).history(key, ALL).messages().stream()
                .map(SessionMessage::text)
                .toList();
    }

    FileSessionStore store(String directory) {
        return FileSessionStore.create(home.resolve(directory).resolve("a"));
    }

    Path file(String directory, SessionKey key) {
        return home.resolve(directory).resolve("a").resolve(SessionNames.of(key) + SessionFile.ENDING);
    }

    static SessionMessage message(String text) {
        return SessionMessage.of(SessionRole.USER, text, Instant.EPOCH);
    }

    static void await(CountDownLatch gate) throws SessionStoreException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new SessionStoreException("interrupted", e);
        }
    }
}
