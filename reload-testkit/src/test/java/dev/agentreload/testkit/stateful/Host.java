// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadDeadlines;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.apply.RetirementPolicy;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.testkit.stateful.Fault.Place;
import dev.agentreload.testkit.stateful.Violations.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program with a reloader: the one place where one is put together. */
final class Host {

    static final Duration LIMIT = Duration.ofMillis(1);

    private static final int HISTORY = 1_000;
    private static final long WATCHDOG_SECONDS = 20;

    final HandTime time = new HandTime();
    final Violations violations = new Violations();
    final HostExecutor executor;
    final Faults faults;
    final List<ObservedSwap> swaps;
    final List<ObservedExclusive> exclusives;
    final Reloader reloader;
    final List<HistoryEntry> events = new CopyOnWriteArrayList<>();
    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private final Setup setup;
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final @Nullable ExecutorService requests;

    Host(Setup setup) {
        this.setup = setup;
        this.executor = new HostExecutor(setup.executor(), time, setup.seed());
        this.faults = new Faults(executor);
        this.requests = setup.requests() == Setup.Requests.THREAD ? Executors.newSingleThreadExecutor() : null;
        LeaseFactory leases = LeaseFactory.of(HostRuntime.of(executor).withTicker(time));
        this.swaps = setup.swapNames().stream()
                .map(name -> new ObservedSwap(name, style(name), leases, faults, violations))
                .toList();
        this.exclusives = setup.exclusiveNames().stream()
                .map(name -> new ObservedExclusive(name, faults, violations))
                .toList();
        this.reloader = reloader();
        reloader.view().subscribe(Fault.LISTENER, this::decided);
    }

    private static ObservedSwap.Style style(String name) {
        return name.equals("one") ? ObservedSwap.Style.LEASED : ObservedSwap.Style.PLAIN;
    }

    private Reloader reloader() {
        Reloader.Builder builder = Reloader.builder(
                        HostRuntime.of(executor).withTicker(time).withClock(() -> Instant.EPOCH))
                .rules(Doc.rules())
                .deadlines(ReloadDeadlines.standard()
                        .withRead(LIMIT)
                        .withValidate(LIMIT)
                        .withPrepare(LIMIT)
                        .withVerify(LIMIT)
                        .withStop(LIMIT)
                        .withStart(LIMIT)
                        .withCleanUp(LIMIT)
                        .withListener(LIMIT))
                .retirement(RetirementPolicy.refuse(setup.maxRetired()))
                .historySize(HISTORY)
                .logger(new Lines(lines));
        swaps.forEach(builder::participant);
        exclusives.forEach(builder::participant);
        return switch (setup.requests()) {
            case CALLER -> builder.build();
            case THREAD ->
                builder.requestExecutor(task -> requestThread().execute(task)).build();
            case HELD -> builder.requestExecutor(held::add).build();
        };
    }

    private ExecutorService requestThread() {
        if (requests == null) {
            throw new IllegalStateException("requests run elsewhere");
        }
        return requests;
    }

    boolean runsRequestsOnCaller() {
        return setup.requests() == Setup.Requests.CALLER;
    }

    boolean holdsRequests() {
        return setup.requests() == Setup.Requests.HELD;
    }

    boolean isAnyHeld() {
        return !held.isEmpty();
    }

    void runHeld() {
        for (Runnable task = held.poll(); task != null; task = held.poll()) {
            task.run();
        }
    }

    /** Drops what is held, as an executor does that is shut down at once. */
    void dropHeld() {
        held.clear();
    }

    /** Returns a source of this document that goes wrong where that is planned. */
    ConfigSource source(Doc doc) {
        return ConfigSource.of(Doc.NAME, () -> read(doc));
    }

    private ReadResult read(Doc doc) {
        try (Faults.Call call = faults.enter(Fault.SOURCE, Place.READ, Doc.SENTINEL + "one")) {
            if (call.before()) {
                return ObservedSwap.nothing();
            }
            ReadResult result = doc.read();
            call.after();
            return result;
        } catch (Exception e) {
            throw ObservedSwap.unchecked(e);
        }
    }

    private void decided(HistoryEntry entry) {
        long expected = events.size() + 1L;
        if (entry.sequence() != expected) {
            violations.add(Rule.EVENTS, "the listener got #%d in place of #%d", entry.sequence(), expected);
        }
        events.add(entry);
        try (Faults.Call call = faults.enter(Fault.LISTENER, Place.LISTEN, Doc.SENTINEL + "one")) {
            call.before();
        } catch (Exception e) {
            throw ObservedSwap.unchecked(e);
        }
    }

    /** Ends all threads. */
    void shutdown() {
        boolean ended = executor.shutdown();
        if (requests != null) {
            requests.shutdown();
            try {
                ended &= requests.awaitTermination(WATCHDOG_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (!ended) {
            violations.add(Rule.HUNG, "a thread of the host is still blocked");
        }
    }

    /** Keeps the lines of a log. */
    private record Lines(Queue<String> lines) implements System.Logger {

        @Override
        public String getName() {
            return "stateful";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
            lines.add(message + (thrown == null ? "" : " " + Texts.of(thrown)));
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... parameters) {
            lines.add(format + List.of(parameters));
        }
    }
}
