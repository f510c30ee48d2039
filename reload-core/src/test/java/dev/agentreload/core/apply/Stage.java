// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A reloader with participants for the keys {@code a} to {@code e}, all of which a test drives.
 *
 * <p>{@code a}, {@code c} and {@code e} are built beside the old, {@code b} and {@code d} are exclusive. {@code port} needs a restart,
 * {@code note} nothing.
 */
final class Stage implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration HOUR = Duration.ofHours(1);
    private static final long PARK_NANOS = 100_000;

    /** Longer than any jump of the ticker. */
    static final Duration PATIENT = Duration.ofDays(365);

    final HandTicker ticker = new HandTicker();
    final Script script = new Script();
    final RecordingLogger logger = new RecordingLogger();
    final List<FakeSwap> swaps = new ArrayList<>();
    final List<FakeExclusive> exclusives = new ArrayList<>();
    final List<HistoryEntry> reported = new CopyOnWriteArrayList<>();
    final Reloader reloader;

    /** What the wall clock says. */
    volatile Instant now = NOW;

    private final ExecutorService pool = Executors.newCachedThreadPool();

    Stage() {
        this(builder -> builder);
    }

    Stage(UnaryOperator<Reloader.Builder> settings) {
        this(settings, null);
    }

    Stage(UnaryOperator<Reloader.Builder> settings, @Nullable Executor executor) {
        this(settings, executor, Runnable::run);
    }

    /**
     * Sets a stage.
     *
     * @param closers runs the closes of forms
     */
    Stage(UnaryOperator<Reloader.Builder> settings, @Nullable Executor executor, Executor closers) {
        LeaseFactory leases = LeaseFactory.of(HostRuntime.of(closers).withTicker(ticker));
        for (String name : List.of("a", "c", "e")) {
            swaps.add(new FakeSwap(name, script, leases, action(name)));
        }
        for (String name : List.of("b", "d")) {
            exclusives.add(new FakeExclusive(name, script, action(name)));
        }
        Reloader.Builder builder = Reloader.builder(HostRuntime.of(executor == null ? pool : executor)
                        .withTicker(ticker)
                        .withClock(() -> now))
                .rules(rules())
                .logger(logger)
                .listenerExecutor(Runnable::run)
                .participant(swaps.get(0))
                .participant(exclusives.get(0))
                .participant(swaps.get(1))
                .participant(exclusives.get(1))
                .participant(swaps.get(2));
        reloader = settings.apply(builder).build();
        reloader.view().subscribe("witness", reported::add);
    }

    static ReloadAction action(String name) {
        return new ReloadAction.HostAction("act-" + name);
    }

    static RuleTable rules() {
        RuleTable.Builder table = RuleTable.builder();
        for (String name : List.of("a", "b", "c", "d", "e")) {
            table.add(ReloadRule.hot(name, "act-" + name));
        }
        return table.add(ReloadRule.hot("orphan", "act-orphan"))
                .add(ReloadRule.hot("x", "act-ports"))
                .add(ReloadRule.hot("y", "act-ports"))
                .add(ReloadRule.none("note"))
                .add(ReloadRule.none("gateway"))
                .add(ReloadRule.restart("port").withReason("the port is bound at the start"))
                .build();
    }

    static ConfigDocument document(String json) {
        return ConfigDocument.parse("test.json", json);
    }

    /** A document in which all participants' keys have this value. */
    static ConfigDocument all(int value) {
        return document("{a: %1$d, b: %1$d, c: %1$d, d: %1$d, e: %1$d}".formatted(value));
    }

    static ConfigSource source(ConfigDocument document) {
        return ConfigSource.of("test.json", () -> new ReadResult.Success(document));
    }

    static ConfigSource source(String json) {
        return source(document(json));
    }

    Stage started(ConfigDocument document) {
        assertThat(reloader.start(source(document)).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        script.takeSteps();
        return this;
    }

    Stage started(String json) {
        return started(document(json));
    }

    ReloadResult reload(ConfigDocument document) {
        return reloader.reload(ReloadRequest.manual(source(document), "tester"), PATIENT);
    }

    ReloadResult reload(String json) {
        return reload(document(json));
    }

    ReloadResult automatic(String json) {
        return reloader.reload(ReloadRequest.automatic(source(json), "watcher"), PATIENT);
    }

    ReloadStatus status() {
        return reloader.view().status();
    }

    FakeSwap swap(String name) {
        return swaps.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    FakeExclusive exclusive(String name) {
        return exclusives.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** All participants are in the form of this document, everything else that was built was closed once. */
    void assertInForce(ConfigDocument document) {
        assertThat(reloader.view().current().map(EffectiveConfig::document)).contains(document);
        for (FakeSwap swap : swaps) {
            assertThat(swap.visible()).as(swap.name()).isEqualTo(document);
        }
        for (FakeExclusive exclusive : exclusives) {
            assertThat(exclusive.running()).as(exclusive.name()).isEqualTo(document);
        }
        assertLedger();
    }

    /** As {@link #assertInForce}, except for participants in which a call is still running. */
    void assertOldInForce(ConfigDocument document) {
        List<String> timedOut = status().timedOutCalls().stream()
                .map(ReloadStatus.TimedOutCall::participant)
                .toList();
        assertThat(reloader.view().current().map(EffectiveConfig::document)).contains(document);
        for (FakeSwap swap : swaps) {
            assertThat(swap.visible()).as(swap.name()).isEqualTo(document);
            if (!timedOut.contains(swap.name())) {
                assertLedger(swap);
            }
        }
        for (FakeExclusive exclusive : exclusives) {
            assertThat(exclusive.violations()).as(exclusive.name()).isEmpty();
            if (!timedOut.contains(exclusive.name())) {
                assertThat(exclusive.running()).as(exclusive.name()).isEqualTo(document);
            }
        }
    }

    /** Nothing is visible, nothing runs, and everything was closed once. */
    void assertNothingLeft() {
        swaps.forEach(swap -> assertThat(swap.visible()).as(swap.name()).isNull());
        exclusives.forEach(exclusive ->
                assertThat(exclusive.running()).as(exclusive.name()).isNull());
        assertLedger();
    }

    /** Everything that was built is visible and open, or was closed once. */
    void assertLedger() {
        swaps.forEach(Stage::assertLedger);
        for (FakeExclusive exclusive : exclusives) {
            assertThat(exclusive.violations()).as(exclusive.name()).isEmpty();
        }
    }

    private static void assertLedger(FakeSwap swap) {
        for (Form form : swap.built()) {
            assertThat(form.closes()).as("closes of %s", form).isEqualTo(swap.isVisible(form) ? 0 : 1);
        }
    }

    static ReloadResult.RolledBack rolledBack(ReloadResult result) {
        assertThat(result).as(result.summary()).isInstanceOf(ReloadResult.RolledBack.class);
        return (ReloadResult.RolledBack) result;
    }

    /** Returns the steps that all participants take until the new form is verified, and these after them. */
    static List<String> verifiedThen(String... steps) {
        Stream<String> verified = Stream.of(
                "a.validate, b.validate, c.validate, d.validate, e.validate, a.prepare, c.prepare, e.prepare, a.verify, c.verify, e.verify"
                        .split(", "));
        return Stream.concat(verified, Stream.of(steps)).toList();
    }

    /** Waits for something that is about to happen; a test that times out says where. */
    static void awaitUntil(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > TimeUnit.MINUTES.toNanos(1)) {
                throw new AssertionError("timed out after a minute");
            }
            // Leaves the processor to the thread that is waited for.
            LockSupport.parkNanos(PARK_NANOS);
        }
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                latch.await();
                open = true;
            } catch (InterruptedException e) {
                // The wait goes on.
            }
        }
    }

    /** No thread of the pool stays busy. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            assertThat(pool.awaitTermination(20, TimeUnit.SECONDS))
                    .as("all threads come back")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
