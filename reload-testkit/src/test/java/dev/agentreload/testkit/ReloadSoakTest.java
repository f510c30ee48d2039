// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.agentreload.agents.AgentFactory;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.CloseReport;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.apply.RetirementPolicy;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigWatcher;
import dev.agentreload.core.source.EnvironmentResolver;
import dev.agentreload.core.source.FileConfigSource;
import dev.agentreload.core.source.WatchSettings;
import dev.agentreload.models.Model;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ModelsPolicy;
import dev.agentreload.testkit.fake.RecordingListener;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reloads again and again while turns run, each time because a watched file changed, and now and then without success. Each agent holds an
 * open file and the exclusive part a socket, so that whatever is not closed shows.
 *
 * <p>A few reloads in the normal build; {@code mvn -Psoak} does a thousand.
 */
class ReloadSoakTest {

    private static final System.Logger LOGGER = System.getLogger(ReloadSoakTest.class.getName());
    private static final int RELOADS = Integer.getInteger("soak.reloads", 50);
    private static final int WARM_UP = Math.min(100, RELOADS / 2);
    private static final int AGENTS = 10;
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private final ExecutorService threads = Executors.newFixedThreadPool(6);
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor();
    private final RecordingListener decisions = new RecordingListener();
    private final OpenFiles agents = new OpenFiles();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ReadWriteLock pause = new ReentrantReadWriteLock(true);
    private final ModelCatalog catalog = ModelCatalog.builder(HostRuntime.of(threads))
            .source(request -> Optional.of(List.of(Model.of(request.ref("discovered")))))
            .build(ModelsConfig.empty(ModelsPolicy.standard()));
    private final AgentRegistry<OpenFile> registry =
            AgentRegistry.builder(agents, HostRuntime.of(threads)).build();
    private final Reloader reloader = Reloader.builder(HostRuntime.of(threads).withClock(() -> Instant.EPOCH))
            .participant(catalog.participant())
            .participant(registry.participant())
            .participant(new Port())
            .retirement(RetirementPolicy.refuse(AGENTS * AGENTS))
            .ignoring(ReloadAction.parse("reload-hooks"))
            .build();

    @AfterEach
    void stopThreads() {
        over.set(true);
        watching.shutdownNow();
        threads.shutdownNow();
    }

    /** What a process holds. */
    private record Sample(long heapBytes, int threads, long files) {

        static Sample take() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? unix.getOpenFileDescriptorCount()
                    : 0;
            return new Sample(heap, ManagementFactory.getThreadMXBean().getThreadCount(), files);
        }

        @Override
        public String toString() {
            return "%.1f MiB of heap, %d threads, %d open files".formatted(heapBytes / 1048576.0, threads, files);
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void manyReloads_underLoad_leaveNothingBehind() throws Exception {
        FileConfigSource source = FileConfigSource.of(write(0), EnvironmentResolver.of(name -> null));
        reloader.view().subscribe("soak", decisions);
        assertThat(reloader.start(source)).isApplied();
        List<Future<Long>> turns = List.of(threads.submit(this::takeTurns), threads.submit(this::takeTurns));
        @Nullable Sample early = null;
        try (ConfigWatcher watcher = watch(source)) {
            for (int i = 1; i <= RELOADS; i++) {
                reload(source, i);
                if (i == WARM_UP) {
                    early = sample(i);
                }
            }
        }
        Sample late = sample(RELOADS);
        assertFlat(Objects.requireNonNull(early), late);
        over.set(true);
        for (Future<Long> turn : turns) {
            assertThat(turn.get(1, TimeUnit.MINUTES)).isPositive();
        }
        assertThat(agents.open()).isEqualTo(AGENTS);
        CloseReport report = reloader.close(LONG);
        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(agents.open()).isZero();
    }

    /** Turns pause meanwhile: what they allocate between a collection and a look at the heap is noise. */
    private Sample sample(int reloads) {
        pause.writeLock().lock();
        try {
            // A turn that has ended may still have the close of its generation before it.
            long begun = System.nanoTime();
            while (!reloader.view().status().retired().isEmpty()) {
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .as(
                                "time for what was retired to be closed: %s",
                                reloader.view().status())
                        .isLessThan(LONG);
            }
            Sample sample = Sample.take();
            LOGGER.log(System.Logger.Level.INFO, "after " + reloads + " reloads: " + sample);
            return sample;
        } finally {
            pause.writeLock().unlock();
        }
    }

    /** Nothing may grow with the number of reloads. */
    private static void assertFlat(Sample early, Sample late) {
        assertThat(late.threads()).isLessThanOrEqualTo(early.threads()); // threads of earlier tests may end meanwhile
        assertThat(late.files()).isLessThanOrEqualTo(early.files() + 5);
        assertThat(late.heapBytes()).isLessThan(early.heapBytes() + 2 * 1048576);
    }

    private ConfigWatcher watch(FileConfigSource source) {
        ConfigWatcher watcher = ConfigWatcher.builder(
                        source, HostRuntime.of(Runnable::run, watching), reloader.changeHandler("watcher", threads))
                .settings(WatchSettings.standard()
                        .withPollInterval(Duration.ofMillis(1))
                        .withDebounce(Duration.ZERO))
                .build();
        watcher.expect(source.snapshot().hash());
        watcher.start();
        return watcher;
    }

    /** Every tenth time a reload that cannot succeed is requested before the file changes. */
    private void reload(FileConfigSource source, int number) throws Exception {
        if (number % 10 == 0) {
            agents.failNext();
            write(-number);
            awaitDecision(ReloadResult.Kind.ROLLED_BACK);
        }
        write(number);
        awaitDecision(ReloadResult.Kind.APPLIED);
        assertThat(registry.snapshot().document().find("meta.number")).hasToString("Optional[" + number + "]");
        if (number % 7 == 0) {
            assertThat(reloader.reload(ReloadRequest.manual(source, "tester"), LONG))
                    .isUnchanged();
        }
    }

    private void awaitDecision(ReloadResult.Kind kind) throws InterruptedException {
        HistoryEntry entry;
        do {
            entry = decisions.awaitNext(LONG);
        } while (entry.result().kind() != kind || entry.actor().equals("start"));
    }

    /** Replaces the file at once: another number, another key, another agent. */
    private Path write(int number) throws IOException {
        StringBuilder json = new StringBuilder(
                        "{meta: {number: %d}, cron: {number: %1$d}, models: {providers: {fake:".formatted(number))
                .append(" {apiKey: 'key-%d'}}}, agents: {list: [".formatted(number / 3));
        for (int i = 0; i < AGENTS; i++) {
            json.append("{id: 'agent-%d', model: 'fake/m', systemPrompt: '%d'},"
                    .formatted(i, i == Math.floorMod(number, AGENTS) ? number : 0));
        }
        Path written = Files.writeString(directory.resolve("next.json"), json.append("]}}"));
        return Files.move(
                written,
                directory.resolve("config.json"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private long takeTurns() {
        long turns = 0;
        while (!over.get()) {
            AtomicInteger retirements = new AtomicInteger();
            pause.readLock().lock();
            try (TurnLease<OpenFile> turn = registry.lease(RouteRequest.of("console"))) {
                turn.onRetired(retirements::incrementAndGet);
                assertThat(turn.agent().isOpen()).isTrue();
                assertThat(catalog.models().isStale()).isFalse();
                assertThat(retirements).hasValueLessThanOrEqualTo(1);
                turns++;
            } finally {
                pause.readLock().unlock();
            }
        }
        return turns;
    }

    /** An agent that holds an open file. */
    private static final class OpenFile {

        private final InputStream stream;
        private volatile boolean closed;

        OpenFile(InputStream stream) {
            this.stream = stream;
        }

        boolean isOpen() {
            return !closed;
        }

        void close() throws IOException {
            assertThat(closed).as("closed twice").isFalse();
            closed = true;
            stream.close();
        }
    }

    private final class OpenFiles implements AgentFactory<OpenFile> {

        private final AtomicInteger open = new AtomicInteger();
        private final AtomicBoolean failNext = new AtomicBoolean();

        int open() {
            return open.get();
        }

        void failNext() {
            failNext.set(true);
        }

        @Override
        public OpenFile create(ResolvedAgent agent) throws IOException {
            if (failNext.getAndSet(false)) {
                throw new IOException("planned");
            }
            OpenFile made = new OpenFile(Files.newInputStream(directory.resolve("config.json")));
            open.incrementAndGet();
            return made;
        }

        @Override
        public void close(OpenFile agent) throws IOException {
            agent.close();
            open.decrementAndGet();
        }
    }

    /** A part of which one form can run at a time, since it holds a port. */
    private static final class Port implements ExclusiveParticipant {

        private final List<ServerSocket> bound = new ArrayList<>();

        @Override
        public String name() {
            return "cron";
        }

        @Override
        public boolean handles(ReloadAction action) {
            return action.kind() == ReloadAction.Kind.RESTART_CRON
                    || action.kind() == ReloadAction.Kind.RESTART_HEARTBEAT;
        }

        @Override
        public synchronized void stop(ActionScope scope, Deadline deadline) throws IOException {
            bound.remove(0).close();
        }

        @Override
        public synchronized void start(ReloadContext context) throws IOException {
            assertThat(bound).isEmpty();
            bound.add(new ServerSocket(0));
        }
    }
}
