// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.core.apply.CloseReport;
import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.HistoryEntry.Operation;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.testkit.stateful.Violations.Rule;
import dev.agentreload.testkit.stateful.Violations.Violation;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs one sequence and returns what it found wrong. Used once. */
final class SequenceRun {

    private static final Duration SHORTEST = Duration.ofNanos(500);
    private static final long WATCHDOG_SECONDS = 20;
    private static final int MOST_TRIES = 300;

    private final Sequence sequence;
    private final Host host;
    private final Model model = new Model();
    private final Invariants invariants;
    private final Map<String, Model.Request> requests = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<ReloadResult>> decisions = new ConcurrentHashMap<>();
    private final Deque<ObservedSwap.Use> uses = new ConcurrentLinkedDeque<>();
    private final List<Thread> others = new CopyOnWriteArrayList<>();
    private final AtomicInteger actors = new AtomicInteger();
    private volatile Optional<MadePlan> plan = Optional.empty();

    private record MadePlan(ReloadPlan plan, Doc base, Doc target) {}

    private SequenceRun(Sequence sequence) {
        this.sequence = sequence;
        this.host = new Host(sequence.setup());
        this.invariants = new Invariants(host, model, requests, decisions);
        host.faults.onReentry(this::reenter);
    }

    static List<Violation> of(Sequence sequence) {
        SequenceRun run = new SequenceRun(sequence);
        try {
            run.runAll();
        } finally {
            run.host.faults.releaseAll();
            run.host.shutdown();
        }
        if (run.host.violations.isEmpty()) {
            run.invariants.afterShutdown();
        }
        return run.host.violations.all();
    }

    private void runAll() {
        for (Sequence.Step step : sequence.steps()) {
            run(step);
            if (!host.violations.isEmpty()) {
                return;
            }
        }
        finish();
    }

    private void run(Sequence.Step step) {
        host.faults.arm(step.faults());
        invariants.begin(step.command(), !uses.isEmpty());
        perform(step.command());
        settle();
        invariants.check();
    }

    /** Waits until nothing runs any more but what hangs. */
    private void settle() {
        do {
            List<Thread> known = List.copyOf(others);
            known.forEach(this::join);
            host.faults.releaseInterruptible();
            host.executor.runDeferred();
            if (!host.holdsRequests()) {
                decisions.forEach(this::awaitDecision);
            }
            if (!host.executor.awaitQuiet()) {
                host.violations.add(Rule.HUNG, "calls on the executor do not end");
            }
            others.removeAll(known);
            // A listener that was called meanwhile may have asked for something.
        } while (!others.isEmpty() && host.violations.isEmpty());
    }

    private void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(WATCHDOG_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            host.violations.add(Rule.HUNG, "a request does not come back: %s", List.of(thread.getStackTrace()));
        }
    }

    private void awaitDecision(String actor, CompletableFuture<ReloadResult> decision) {
        try {
            ReloadResult unused = decision.get(WATCHDOG_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            host.violations.add(Rule.UNDECIDED, "%s: %s", actor, e);
        }
    }

    private void perform(Command command) {
        try {
            dispatch(command);
        } catch (RuntimeException | Error e) {
            host.violations.add(Rule.THROWN, "%s threw %s at %s", command, e.getClass(), where(e));
        }
    }

    private static List<StackTraceElement> where(Throwable thrown) {
        return List.of(thrown.getStackTrace()).subList(0, Math.min(6, thrown.getStackTrace().length));
    }

    private void dispatch(Command command) {
        if (command instanceof Command.Race race) {
            race(race);
        } else if (command instanceof Command.Occupied occupied) {
            CountDownLatch occupant = host.executor.occupy();
            perform(occupied.command());
            host.executor.vacate(occupant);
        } else if (command instanceof Command.Recover recover) {
            recover(recover.doc());
        } else if (command instanceof Command.Acquire acquire) {
            host.swaps.get(acquire.part()).use().ifPresent(uses::add);
        } else if (command instanceof Command.LeaveOne) {
            leaveOne();
        } else if (command instanceof Command.Release) {
            host.faults.releaseAll();
        } else if (command instanceof Command.Plan made) {
            plan(made.doc());
        } else {
            request(command);
        }
    }

    private void leaveOne() {
        ObservedSwap.Use use = uses.poll();
        if (use != null) {
            use.end();
        }
    }

    private void plan(Doc doc) {
        if (model.state() == ReloaderState.RUNNING && doc.flaw() != Doc.Flaw.UNREADABLE) {
            Doc base = model.effective().orElseThrow();
            plan = Optional.of(new MadePlan(host.reloader.view().plan(doc.document()), base, doc));
        }
    }

    /** Makes a request on the calling thread, whose interrupt must be as it was unless a fault has interrupted it. */
    private void request(Command command) {
        boolean isOwn = others.isEmpty() && (host.runsRequestsOnCaller() || !(command instanceof Command.Reload));
        if (isOwn) {
            host.faults.requestBegins();
        }
        try {
            call(command);
        } finally {
            boolean expected = host.faults.requestEnds();
            boolean found = Thread.interrupted();
            if (isOwn && others.isEmpty() && expected != found) {
                host.violations.add(Rule.INTERRUPT, "interrupted [%s] in place of [%s]", found, expected);
            }
        }
    }

    private void call(Command command) {
        if (command instanceof Command.Start start) {
            start(start.doc());
        } else if (command instanceof Command.Reload reload) {
            submit(reload);
        } else if (command instanceof Command.Apply) {
            plan.ifPresent(this::apply);
        } else if (command instanceof Command.Rollback) {
            String actor = actor(Model.Request.rollback());
            decided(actor, host.reloader.rollback(actor));
        } else if (command instanceof Command.RollbackTo to) {
            long revision = model.revision() - to.back();
            String actor = actor(Model.Request.rollbackTo(revision));
            decided(actor, host.reloader.rollbackTo(revision, actor));
        } else if (command instanceof Command.DryRun dryRun) {
            dryRun(dryRun);
        } else if (command instanceof Command.Close) {
            close();
        } else if (command instanceof Command.RunHeld) {
            host.runHeld();
        } else {
            throw new AssertionError(command);
        }
    }

    private String actor(Model.Request request) {
        String actor = request.operation() == Operation.START ? "start" : "c" + actors.incrementAndGet();
        requests.put(actor, request);
        return actor;
    }

    private void decided(String actor, ReloadResult result) {
        decisions.put(actor, CompletableFuture.completedFuture(result));
    }

    private void start(Doc doc) {
        String actor = actor(Model.Request.start(doc));
        try {
            decided(actor, host.reloader.start(host.source(doc)));
        } catch (IllegalStateException e) {
            if (model.state() != ReloaderState.RUNNING) {
                throw e;
            }
        }
    }

    private void apply(MadePlan made) {
        String actor = actor(Model.Request.apply(made.base(), made.target()));
        decided(actor, host.reloader.apply(made.plan(), actor));
    }

    private void submit(Command.Reload reload) {
        String actor = actor(Model.Request.reload(reload.doc(), reload.trigger(), reload.mode()));
        ReloadRequest request = request(reload.doc(), reload.trigger(), reload.mode(), actor);
        if (host.runsRequestsOnCaller() && reload.trigger() == ReloadRequest.Trigger.MANUAL) {
            decided(actor, host.reloader.reload(request, Host.LIMIT));
        } else {
            decisions.put(actor, host.reloader.submit(request).toCompletableFuture());
        }
    }

    private ReloadRequest request(
            Doc doc,
            ReloadRequest.Trigger trigger,
            Optional<dev.agentreload.core.apply.ReloadMode> mode,
            String actor) {
        return new ReloadRequest(host.source(doc), actor, trigger, mode);
    }

    private void dryRun(Command.DryRun command) {
        ReloadRequest request = request(command.doc(), ReloadRequest.Trigger.MANUAL, command.mode(), "dry");
        DryRunReport report = host.reloader.dryRun(request);
        invariants.dryRun(report, Model.Request.reload(command.doc(), ReloadRequest.Trigger.MANUAL, command.mode()));
    }

    /** Time stands still unless something does not end by itself: then closing must end by its deadline. */
    private void close() {
        boolean flows =
                !uses.isEmpty() || host.holdsRequests() || host.executor.isDisturbed() || !host.executor.isReliable();
        if (flows) {
            host.time.flow();
        }
        CloseReport report = host.reloader.close(flows ? Host.LIMIT : SHORTEST);
        if (flows) {
            host.time.stand();
        }
        invariants.closed(report);
    }

    private void race(Command.Race race) {
        Faults.Meeting meeting = host.faults.meetAt(race.place(), race.spins());
        Thread first = other(() -> {
            perform(race.first());
            meeting.requestEnds();
        });
        meeting.otherArrives();
        perform(race.second());
        join(first);
    }

    private Thread other(Runnable action) {
        Thread thread = new Thread(action, "other of " + Thread.currentThread().getName());
        thread.setDaemon(true);
        others.add(thread);
        thread.start();
        return thread;
    }

    /** Calls the reloader from inside host code, which must be refused on the same thread and harmless on another one. */
    private void reenter(String from, Fault.Kind how) {
        Doc doc = noted(requests.size());
        int number = actors.incrementAndGet();
        if (how == Fault.Kind.REENTRY_ELSEWHERE) {
            ReloadRequest.Trigger trigger =
                    number % 2 == 0 ? ReloadRequest.Trigger.AUTOMATIC : ReloadRequest.Trigger.MANUAL;
            Thread unused = other(() -> perform(new Command.Reload(doc, trigger, Optional.empty())));
            return;
        }
        ReloadRequest request = request(doc, ReloadRequest.Trigger.MANUAL, Optional.empty(), "inside");
        expectRefusal(from, host.reloader.reload(request, Host.LIMIT));
        expectRefusal(from, host.reloader.rollback("inside"));
        expectRefusal(from, host.reloader.dryRun(request).blockedBy().orElse(null));
        try {
            host.reloader.close(Host.LIMIT);
            host.violations.add(Rule.REENTRY, "%s could close the reloader", from);
        } catch (IllegalStateException expected) {
            // Closing waits for the transaction that waits for this call.
        }
    }

    private void expectRefusal(String from, @Nullable ReloadResult result) {
        if (!(result instanceof ReloadResult.Busy busy) || busy.reason() != ReloadResult.Busy.Reason.INSIDE_HOST_CODE) {
            host.violations.add(Rule.REENTRY, "a request from inside %s ended as %s", from, result);
        }
    }

    private Doc noted(int value) {
        Doc doc = model.effective().orElseGet(sequence.setup()::firstDoc);
        return doc.with(Doc.NOTE, value);
    }

    /** Ends all that is wrong; after that a good reload must work. */
    private void recover(Doc requested) {
        calmDown();
        if (model.state() == ReloaderState.CLOSED || !host.violations.isEmpty()) {
            return;
        }
        Doc doc = possible(requested);
        ReloadResult result = tried(doc);
        for (int tries = 0; !host.executor.isReliable() && !isInEffect(result) && tries < MOST_TRIES; tries++) {
            settle();
            result = tried(doc);
        }
        settle();
        if (!isInEffect(result) || !host.reloader.view().status().degraded().isEmpty()) {
            host.violations.add(
                    Rule.GOOD_RELOAD,
                    "%s, degraded %s",
                    result.summary(),
                    host.reloader.view().status().degraded());
        }
    }

    private void calmDown() {
        host.faults.arm(List.of());
        host.faults.releaseAll();
        uses.forEach(ObservedSwap.Use::end);
        uses.clear();
        host.runHeld();
        settle();
        invariants.check();
        invariants.begin(new Command.Release(), false);
        invariants.nothingHangs();
    }

    /** Returns the document without what needs a restart or would be refused. */
    private Doc possible(Doc requested) {
        Doc doc = new Doc(requested.values(), Doc.Flaw.NONE);
        Doc valid = doc.values().get("one") < 0 ? doc.with("one", 0) : doc;
        return model.effective()
                .map(effective -> valid.with(Doc.FIXED, effective.values().get(Doc.FIXED)))
                .orElse(valid);
    }

    private ReloadResult tried(Doc doc) {
        Model.Request request = model.state() == ReloaderState.NEW
                ? Model.Request.start(doc)
                : Model.Request.reload(doc, ReloadRequest.Trigger.MANUAL, Optional.empty());
        String actor = actor(request);
        CompletableFuture<ReloadResult> result = request.operation() == Operation.START
                ? CompletableFuture.completedFuture(host.reloader.start(host.source(doc)))
                : host.reloader
                        .submit(request(doc, ReloadRequest.Trigger.MANUAL, Optional.empty(), actor))
                        .toCompletableFuture();
        decisions.put(actor, result);
        host.runHeld();
        awaitDecision(actor, result);
        settle();
        invariants.check();
        return result.getNow(new ReloadResult.StillRunning());
    }

    private static boolean isInEffect(ReloadResult result) {
        return result.kind() == ReloadResult.Kind.APPLIED || result.kind() == ReloadResult.Kind.UNCHANGED;
    }

    /** A run ends as a program does: it closes its reloader, perhaps while something hangs, and later all comes back. */
    private void finish() {
        boolean drops = sequence.setup().seed() % 2 == 0;
        if (sequence.setup().seed() % 3 == 0) {
            recover(noted(0));
        }
        if (drops) {
            host.dropHeld();
        }
        step(new Command.Close());
        host.faults.releaseAll();
        uses.forEach(ObservedSwap.Use::end);
        uses.clear();
        step(new Command.RunHeld());
        step(new Command.Close());
        if (host.violations.isEmpty()) {
            decisions.forEach(this::awaitDecisionNow);
            awaitClosed();
            invariants.end();
        }
    }

    private void step(Command command) {
        if (host.violations.isEmpty()) {
            run(new Sequence.Step(command, List.of()));
        }
    }

    private void awaitDecisionNow(String actor, CompletableFuture<ReloadResult> decision) {
        if (!decision.isDone()) {
            host.violations.add(Rule.UNDECIDED, "%s is not decided though the reloader is closed", actor);
        }
    }

    /** What an executor has refused to close is offered again at each look. */
    private void awaitClosed() {
        int tries = 0;
        while (!host.executor.isReliable()
                && !host.reloader.view().status().retired().isEmpty()
                && tries++ < MOST_TRIES) {
            settle();
        }
    }
}
