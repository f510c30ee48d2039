// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.Lane;
import dev.agentreload.agents.session.SessionHistory;
import dev.agentreload.agents.session.SessionLanes;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.agents.session.WorkspaceSessions;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.apply.RetirementPolicy;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.models.provider.ProviderPool;
import dev.agentreload.testkit.fake.FakeAgent;
import dev.agentreload.testkit.fake.FakeAgentFactory;
import dev.agentreload.testkit.fake.FakeProvider;
import dev.agentreload.testkit.fake.FakeProviderFactory;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Conversations go on while everything around them changes: workspaces move, keys rotate, agents are edited, bad configurations are
 * refused, reloads are rolled back, and the program ends without a farewell and starts again. Each conversation is a sequence of
 * numbers, so that a lost, doubled, mixed or resurrected message shows in the next turn.
 *
 * <p>Some reloads in the normal build; {@code mvn -Psoak -Dconversations.minutes=30} goes on as long.
 */
class ConversationSoakTest {

    private static final int RELOADS = 60;
    private static final long MINUTES = Long.getLong("conversations.minutes", 0);
    private static final int AGENTS = 4;
    private static final int CONVERSATIONS = 24;
    private static final int TALKERS = 4;
    private static final int NEWEST = 3;
    private static final int MAX_HOURS = 3;
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ReadWriteLock running = new ReentrantReadWriteLock(true);
    private final List<Conversation> conversations =
            IntStream.range(0, CONVERSATIONS).mapToObj(Conversation::new).toList();
    private final Random random = new Random(7);
    private final int[] workspaces = new int[AGENTS];
    private final int[] prompts = new int[AGENTS];
    private int key;
    private volatile Program program;

    @BeforeEach
    void start() {
        program = new Program();
    }

    @AfterEach
    void stopThreads() {
        over.set(true);
        timers.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    @Timeout(value = MAX_HOURS, unit = TimeUnit.HOURS)
    void conversations_whileEverythingChanges_loseAndMixNothing() throws Exception {
        List<Future<Integer>> talkers = IntStream.range(0, TALKERS)
                .mapToObj(talker -> threads.submit(() -> talk(new Random(talker))))
                .toList();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        for (int i = 1; i <= RELOADS || System.nanoTime() - end < 0; i++) {
            change(i);
            assertThat(talkers).as("talkers").noneMatch(Future::isDone);
        }
        over.set(true);
        for (Future<Integer> talker : talkers) {
            assertThat(talker.get(1, TimeUnit.MINUTES)).as("turns").isPositive();
        }
        for (Conversation conversation : conversations) {
            conversation.checkAll();
        }
        assertThat(program.lanes.active()).isZero();
        program.close();
    }

    private void change(int number) throws Exception {
        switch (number % 12) {
            case 0 -> startAgain();
            case 5 -> refuse();
            case 8 -> rollBack();
            default -> edit();
        }
    }

    private void edit() {
        int agent = random.nextInt(AGENTS);
        switch (random.nextInt(3)) {
            case 0 -> workspaces[agent] = random.nextInt(3);
            case 1 -> prompts[agent]++;
            default -> key++;
        }
        ReloadResult result = program.reload(config("p/m"));
        assertThat(result.kind()).as(result.summary()).isIn(ReloadResult.Kind.APPLIED, ReloadResult.Kind.UNCHANGED);
    }

    private void refuse() {
        assertThat(program.reload(config("unknown/m"))).isInvalid();
    }

    /** The next edit applies what was taken back once more, so that workspaces move to and fro. */
    private void rollBack() {
        ReloadResult result = program.reloader.rollback("tester");
        assertThat(result.kind())
                .as(result.summary())
                .isIn(ReloadResult.Kind.APPLIED, ReloadResult.Kind.UNCHANGED, ReloadResult.Kind.INVALID);
    }

    /** Nothing of the old program is closed, as after a kill. */
    private void startAgain() throws Exception {
        running.writeLock().lock();
        try {
            program.kill();
            program = new Program();
        } finally {
            running.writeLock().unlock();
        }
    }

    private String config(String model) {
        StringBuilder json =
                new StringBuilder("{models: {providers: {p: {apiKey: 'key-%d'}}}, agents: {list: [".formatted(key));
        for (int i = 0; i < AGENTS; i++) {
            json.append("{id: 'agent-%d', model: '%s', workspace: 'place-%d', systemPrompt: '%d'},"
                    .formatted(i, model, workspaces[i], prompts[i]));
        }
        json.append("]}, bindings: [");
        for (int i = 0; i < CONVERSATIONS; i++) {
            json.append("{agentId: 'agent-%d', match: {channel: 'chat', peer: {kind: 'direct', id: '%d'}}},"
                    .formatted(i % AGENTS, i));
        }
        return json.append("], session: {dmScope: 'per-channel-peer'}}").toString();
    }

    private int talk(Random choice) throws Exception {
        int turns = 0;
        while (!over.get()) {
            running.readLock().lock();
            try {
                conversations.get(choice.nextInt(CONVERSATIONS)).turn(choice.nextInt(40) == 0);
            } finally {
                running.readLock().unlock();
            }
            turns++;
        }
        return turns;
    }

    /** One host, from its start until the next one. */
    private final class Program {

        private final ExecutorService own = Executors.newCachedThreadPool();
        private final HostRuntime runtime = HostRuntime.of(own, timers);
        private final ResourceJournal journal = new ResourceJournal();
        private final AgentRegistry<FakeAgent> registry;
        private final SessionLanes lanes = SessionLanes.create(runtime);
        private final WorkspaceSessions sessions = WorkspaceSessions.create(
                agent -> home.resolve(agent.workspace().orElse("none"))
                        .resolve(agent.id().toString()),
                home.resolve("locations.json"),
                runtime,
                AgentsPolicy.standard());
        private final Reloader reloader;

        Program() {
            ProviderPool<FakeProvider> pool = ProviderPool.builder(new FakeProviderFactory(journal), runtime)
                    .build();
            registry = AgentRegistry.builder(pool, new FakeAgentFactory(journal), runtime)
                    .build();
            reloader = Reloader.builder(runtime)
                    .participant(sessions.participant())
                    .participant(registry.participant())
                    .ignoring(ReloadAction.RESTART_HEARTBEAT)
                    .retirement(RetirementPolicy.refuse(CONVERSATIONS))
                    .build();
            assertThat(reloader.start(source(config("p/m")))).isApplied();
        }

        ReloadResult reload(String json) {
            return reloader.reload(ReloadRequest.manual(source(json), "tester"), LONG);
        }

        /** Ends what runs in the background wherever it is, such as the copying of histories. */
        void kill() throws InterruptedException {
            assertThat(lanes.active()).as("turns").isZero();
            own.shutdownNow();
            assertThat(own.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }

        void close() throws InterruptedException {
            assertThat(reloader.close(LONG).isClean()).isTrue();
            assertThat(journal).hasNoLeaks();
            kill();
        }
    }

    private static ConfigSource source(String json) {
        return ConfigSource.of("config.json", () -> ConfigReader.standard().read("config.json", json));
    }

    /** What the messages of one conversation must be. Written in its lane alone. */
    private final class Conversation {

        private final RouteRequest request;
        private int first;
        private int next;

        Conversation(int number) {
            this.request = RouteRequest.builder("chat")
                    .peer(PeerKind.DIRECT, Integer.toString(number))
                    .build();
        }

        void turn(boolean clears) throws Exception {
            Program host = program;
            try (TurnLease<FakeAgent> turn = host.registry.lease(request);
                    Lane lane = host.lanes.enter(turn.sessionKey(), LONG)) {
                SessionKey key = lane.key();
                SessionStore store = host.sessions.of(turn.route().agentId());
                check(store.history(key, NEWEST), NEWEST);
                if (clears) {
                    store.clear(key);
                    first = next;
                }
                assertThat(turn.agent().isClosed()).isFalse();
                store.append(key, List.of(message(SessionRole.USER), message(SessionRole.ASSISTANT)));
            }
        }

        private SessionMessage message(SessionRole role) {
            return SessionMessage.of(role, Integer.toString(next++), Instant.EPOCH);
        }

        void checkAll() throws Exception {
            try (TurnLease<FakeAgent> turn = program.registry.lease(request)) {
                check(
                        program.sessions.of(turn.route().agentId()).history(turn.sessionKey(), Integer.MAX_VALUE),
                        Integer.MAX_VALUE);
            }
        }

        /** The newest messages are the numbers before the next one. */
        private void check(SessionHistory history, int last) {
            List<String> expected = IntStream.range(Math.max(first, next - last), next)
                    .mapToObj(Integer::toString)
                    .toList();
            assertThat(history.messages())
                    .as("messages of %s", request)
                    .extracting(SessionMessage::text)
                    .isEqualTo(expected);
        }
    }
}
