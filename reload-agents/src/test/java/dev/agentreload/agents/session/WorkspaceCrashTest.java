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
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.runtime.HostRuntime;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents move at random, alone and together, with messages, compactions and clears in between, among reloads that are discarded or
 * rolled back, and the program dies at any of its changes to files. A list in memory says what must be there afterwards.
 */
@Timeout(120)
class WorkspaceCrashTest {

    /** How many times as many runs as in the normal build. */
    private static final int LENGTH = Integer.getInteger("agentreload.crash.length", 1);

    private static final int ALL = Integer.MAX_VALUE;
    private static final List<String> AGENTS = List.of("a", "b");
    private static final List<String> PLACES = List.of("one", "two", "three");
    private static final List<SessionKey> KEYS =
            List.of(new SessionKey("agent:a:main"), new SessionKey("telegram-4711"));

    private final LeaseFactory leases =
            LeaseFactory.of(HostRuntime.of(Runnable::run).withTicker(() -> 0));

    @Test
    void program_thatNeverDies_findsAllHistories(@TempDir Path home) throws Exception {
        for (int seed = 0; seed < 5 * LENGTH; seed++) {
            Run run = new Run(home.resolve("run" + seed), seed, SessionDirectory.FileSteps.NONE);
            run.start();
            for (int i = 0; i < 60; i++) {
                run.step();
            }
            run.check("seed " + seed);
        }
    }

    @Test
    void program_thatDiesAtAnyChange_findsAllHistoriesAgain(@TempDir Path home) throws Exception {
        int deaths = 0;
        for (int seed = 0; seed < 15 * LENGTH; seed++) {
            deaths += dyingRun(home.resolve("run" + seed), seed, Moves.IN_ONE_STEP);
        }
        assertThat(deaths).isGreaterThan(15 * LENGTH);
    }

    @Test
    void program_thatDiesBetweenTwoFileSystems_findsAllHistoriesAgain(@TempDir Path home) throws Exception {
        int deaths = 0;
        for (int seed = 1_000; seed < 1_000 + 10 * LENGTH; seed++) {
            deaths += dyingRun(home.resolve("run" + seed), seed, Moves.BY_COPY);
        }
        assertThat(deaths).isGreaterThan(10 * LENGTH);
    }

    private enum Moves {
        IN_ONE_STEP,
        BY_COPY
    }

    /** Lets the program die three times, each time somewhere else, and returns how often it did. */
    private int dyingRun(Path home, int seed, Moves moves) throws Exception {
        Random random = new Random(seed);
        Run run = new Run(home, seed, SessionDirectory.FileSteps.NONE);
        int deaths = 0;
        for (int life = 0; life < 3; life++) {
            CrashingSteps steps = CrashingSteps.after(random.nextInt(60));
            run.restart(moves == Moves.BY_COPY ? copying(steps) : steps);
            boolean died = steps.crashes(() -> {
                run.start();
                for (int i = 0; i < 25; i++) {
                    run.step();
                }
            });
            deaths += died ? 1 : 0;
            run.restart(moves == Moves.BY_COPY ? copying(CrashingSteps.after(ALL)) : SessionDirectory.FileSteps.NONE);
            run.start();
            run.check("seed " + seed + ", life " + life);
        }
        return deaths;
    }

    private static SessionDirectory.FileSteps copying(CrashingSteps steps) {
        return (change, file) -> {
            if (change.equals("rename") && file.toString().endsWith(SessionFile.ENDING)) {
                throw new AtomicMoveNotSupportedException(file.toString(), null, "another file system");
            }
            steps.before(change, file);
        };
    }

    /** A program, which may be started again, and what is known of its histories. */
    private final class Run {

        private final Path home;
        private final Random random;
        private final Map<String, String> places = new HashMap<>();
        private final Map<String, SessionHistory> expected = new HashMap<>();

        /** What one history may be as well, if the program died while it was changed. */
        private final Map<String, SessionHistory> unsure = new HashMap<>();

        private WorkspaceSessions sessions;
        private int written;

        Run(Path home, int seed, SessionDirectory.FileSteps steps) {
            this.home = home;
            this.random = new Random(seed);
            AGENTS.forEach(agent -> places.put(agent, "one"));
            this.sessions = sessions(steps);
        }

        private WorkspaceSessions sessions(SessionDirectory.FileSteps steps) {
            return new WorkspaceSessions(
                    agent -> home.resolve(agent.workspace().orElseThrow()),
                    home.resolve("state").resolve("locations.json"),
                    leases,
                    AgentsPolicy.standard(),
                    steps);
        }

        /** Now and then the workspaces are edited while the program is down. */
        void restart(SessionDirectory.FileSteps steps) {
            sessions = sessions(steps);
            if (random.nextInt(3) == 0) {
                moveSome();
            }
        }

        private void moveSome() {
            AGENTS.stream().filter(agent -> random.nextBoolean()).forEach(agent -> places.put(agent, any(PLACES)));
        }

        void start() throws Exception {
            reload(End.COMMITTED, During.NOTHING);
        }

        void step() throws Exception {
            switch (random.nextInt(8)) {
                case 0, 1 -> move();
                case 2 -> change(any(AGENTS), any(KEYS), SessionHistory.empty(), SessionStore::clear);
                case 3 -> compact();
                default -> append();
            }
        }

        private void move() throws Exception {
            Map<String, String> before = Map.copyOf(places);
            moveSome();
            End end = any(List.of(End.values()));
            if (end != End.COMMITTED) {
                reload(end, During.USE);
                places.putAll(before);
            } else {
                reload(end, During.USE);
            }
        }

        private void reload(End end, During during) throws Exception {
            ReloadContext context = ReloadContext.start(document(), Deadline.after(Duration.ofSeconds(10), () -> 0));
            Prepared prepared = sessions.participant().prepare(context);
            if (end == End.DISCARDED) {
                prepared.discard();
                return;
            }
            RetiredResources retired = RetiredResources.create(leases);
            prepared.commit(retired);
            for (int i = random.nextInt(3); i > 0 && during == During.USE; i--) {
                append();
            }
            if (end == End.ROLLED_BACK) {
                retired = RetiredResources.create(leases);
                prepared.rollback(retired);
                append();
            }
            if (random.nextInt(4) > 0) { // else the last call at the earlier place has not ended
                retired.resources().forEach(resource -> resource.retire());
            }
        }

        private ConfigDocument document() {
            StringBuilder json = new StringBuilder("{ models: { providers: { p: {} } }, agents: { list: [");
            AGENTS.forEach(agent ->
                    json.append("{ id: '%s', model: 'p/m', workspace: '%s' },".formatted(agent, places.get(agent))));
            return ConfigDocument.parse("config.json", json.append("] } }").toString());
        }

        private void append() throws Exception {
            List<SessionMessage> turn = IntStream.range(0, 1 + random.nextInt(2))
                    .mapToObj(i -> SessionMessage.of(SessionRole.USER, "message " + written++, Instant.EPOCH))
                    .toList();
            String agent = any(AGENTS);
            SessionKey key = any(KEYS);
            SessionHistory now = expected.getOrDefault(agent + key, SessionHistory.empty());
            List<SessionMessage> all = new ArrayList<>(now.messages());
            all.addAll(turn);
            SessionHistory then = SessionHistory.of(all);
            change(
                    agent,
                    key,
                    now.summary().map(then::withSummary).orElse(then),
                    (store, session) -> store.append(session, turn));
        }

        private void compact() throws Exception {
            String summary = "summary " + written++;
            int keep = random.nextInt(3);
            String agent = any(AGENTS);
            SessionKey key = any(KEYS);
            SessionHistory now = expected.getOrDefault(agent + key, SessionHistory.empty());
            SessionHistory then = SessionHistory.of(now.newest(keep).messages()).withSummary(summary);
            change(agent, key, then, (store, session) -> store.compact(session, summary, keep));
        }

        private void change(String agent, SessionKey key, SessionHistory then, Change change) throws Exception {
            unsure.put(agent + key, then);
            change.apply(sessions.of(new AgentId(agent)), key);
            unsure.clear();
            expected.put(agent + key, then);
        }

        /** Asserts that each history is what it was last, and takes over what was being written when the program died. */
        void check(String description) throws Exception {
            for (String agent : AGENTS) {
                for (SessionKey key : KEYS) {
                    SessionHistory history = sessions.of(new AgentId(agent)).history(key, ALL);
                    SessionHistory sure = expected.getOrDefault(agent + key, SessionHistory.empty());
                    assertThat(history)
                            .as("history of [%s] of agent [%s], %s", key, agent, description)
                            .isIn(sure, unsure.getOrDefault(agent + key, sure));
                    expected.put(agent + key, history);
                }
            }
            unsure.clear();
        }

        private <T> T any(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }

    private enum End {
        COMMITTED,
        DISCARDED,
        ROLLED_BACK
    }

    private enum During {
        NOTHING,
        USE
    }

    private interface Change {
        void apply(SessionStore store, SessionKey key) throws Exception;
    }
}
