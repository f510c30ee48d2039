// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.agents.session.WorkspaceSessions;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.testkit.fake.FakeAgent;
import dev.agentreload.testkit.fake.FakeAgentFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has the real sessions of workspaces take part in the transactions of a real reloader, beside the real registry. */
class ReloaderWithSessionsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final AgentId MAIN = new AgentId("main");
    private static final RouteRequest CONSOLE = RouteRequest.of("console");

    @TempDir
    private Path home;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AgentRegistry<FakeAgent> registry = AgentRegistry.builder(
                    new FakeAgentFactory(), HostRuntime.of(threads))
            .build();
    private WorkspaceSessions sessions;
    private final Last last = new Last();
    private Reloader reloader;

    @BeforeEach
    void start() {
        sessions = WorkspaceSessions.create(
                agent -> home.resolve(agent.workspace().orElse("none")).resolve("sessions"),
                home.resolve("locations.json"),
                HostRuntime.of(Runnable::run).withTicker(() -> 0),
                AgentsPolicy.standard());
        reloader = Reloader.builder(HostRuntime.of(threads).withTicker(() -> 0).withClock(() -> Instant.EPOCH))
                .participant(sessions.participant())
                .participant(registry.participant())
                .participant(last)
                .ignoring(ReloadAction.parse("restart-heartbeat"))
                .build();
        assertThat(reloader.start(source("one")).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void turnThatEndsAfterTheMove_writesIntoTheHistoryThatTheNextOneReads() throws Exception {
        try (TurnLease<FakeAgent> turn = registry.lease(CONSOLE)) {
            SessionStore store = sessions.of(turn.route().agentId());
            store.append(turn.sessionKey(), message("question"));

            assertThat(reload("two").kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            store.append(turn.sessionKey(), message("answer"));
        }
        assertThat(texts()).containsExactly("question", "answer");
        assertThat(sessions.findDirectory(MAIN)).contains(home.resolve("two/sessions"));
    }

    @Test
    void laterPartThatFailsToPrepare_leavesHistoryAtTheOldPlace() throws Exception {
        append("question");
        last.failing = ReloadStep.PREPARE;

        assertThat(reload("two").summary())
                .isEqualTo("rolled back: prepare of [last] failed: IllegalStateException: planned");

        assertThat(sessions.findDirectory(MAIN)).contains(home.resolve("one/sessions"));
        assertThat(texts()).containsExactly("question");
        last.failing = ReloadStep.NONE;
        assertThat(reload("two").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        assertThat(texts()).containsExactly("question");
    }

    @Test
    void laterParticipantThatFailsToCommit_bringsBackWhatWasWrittenMeanwhile() throws Exception {
        append("question");
        last.failing = ReloadStep.COMMIT;

        assertThat(reload("two").summary())
                .isEqualTo("rolled back: commit of [last] failed: IllegalStateException: planned");

        assertThat(sessions.findDirectory(MAIN)).contains(home.resolve("one/sessions"));
        assertThat(texts()).containsExactly("question", "written between the commits");
    }

    private void append(String text) throws Exception {
        try (TurnLease<FakeAgent> turn = registry.lease(CONSOLE)) {
            sessions.of(MAIN).append(turn.sessionKey(), message(text));
        }
    }

    private List<String> texts() throws Exception {
        try (TurnLease<FakeAgent> turn = registry.lease(CONSOLE)) {
            return sessions.of(MAIN).history(turn.sessionKey(), Integer.MAX_VALUE).messages().stream()
                    .map(SessionMessage::text)
                    .toList();
        }
    }

    private ReloadResult reload(String workspace) {
        return reloader.reload(ReloadRequest.manual(source(workspace), "tester"), LONG);
    }

    private static ConfigSource source(String workspace) {
        ConfigDocument document = ConfigDocument.parse("config.json", """
                { models: { providers: { p: {} } }, agents: { defaults: { workspace: '%s', model: 'p/m' } } }
                """.formatted(workspace));
        return ConfigSource.of("config.json", () -> new ReadResult.Success(document));
    }

    private static SessionMessage message(String text) {
        return SessionMessage.of(SessionRole.USER, text, Instant.EPOCH);
    }

    private enum ReloadStep {
        NONE,
        PREPARE,
        COMMIT
    }

    /** Is called last, writes a message when the others have committed, and fails at the scripted step. */
    private final class Last implements ReloadParticipant {

        private volatile ReloadStep failing = ReloadStep.NONE;

        @Override
        public String name() {
            return "last";
        }

        @Override
        public boolean handles(ReloadAction action) {
            return action.kind() == ReloadAction.Kind.RELOAD_AGENTS;
        }

        @Override
        public void retireAll(RetiredResources retired) {}

        @Override
        public Prepared prepare(ReloadContext context) {
            failAt(ReloadStep.PREPARE);
            return new Prepared() {
                @Override
                public void commit(RetiredResources retired) {
                    if (failing == ReloadStep.COMMIT) {
                        write();
                    }
                    failAt(ReloadStep.COMMIT);
                }

                @Override
                public void rollback(RetiredResources retired) {}

                @Override
                public void discard() {}
            };
        }

        private void write() {
            try {
                append("written between the commits");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private void failAt(ReloadStep step) {
            if (failing == step) {
                throw new IllegalStateException("planned");
            }
        }
    }
}
