// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fault;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.testkit.ReloadRun;
import dev.agentreload.testkit.ReloadRunner;
import dev.agentreload.testkit.fake.FakeParticipant;
import dev.agentreload.testkit.fake.FaultScript;
import dev.agentreload.testkit.fake.Gate;
import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.fake.ResourceJournal;
import dev.agentreload.testkit.internal.ResultDetails;
import dev.agentreload.testkit.internal.TestThreads;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One host with faults around its participants, and a last participant of the kit's that fails where a test needs it. */
final class FaultTestRun implements AutoCloseable {

    static final String LAST = "last of the fault tests";

    private static final Duration BEYOND_EVERY_DEADLINE = Duration.ofSeconds(31);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final long TICK_MILLIS = 20;
    private static final int MOST_TICKS = 1000;

    private final Edit edit;
    private final ManualTime time = new ManualTime();
    private final TestThreads threads = TestThreads.create("fault test");
    private final Map<String, FaultyParticipants.Faults> faults = new LinkedHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final HostUnderTest host;
    private final FakeParticipant last;
    private final ReloadRun run;
    private volatile @Nullable Object expected;

    FaultTestRun(Supplier<? extends HostUnderTest> hosts, Edit edit) {
        this.edit = edit;
        this.host = hosts.get();
        this.last = new FakeParticipant(LAST, new ResourceJournal(), actions(host, edit));
        ResourceJournal journal = new ResourceJournal();
        ReloadRunner runner = ReloadRunner.of(edit.before())
                .journal(journal)
                .time(time)
                .executor(threads)
                .rules(host.rules())
                .ignoring(host.ignoredActions().toArray(String[]::new));
        for (Participant real : host.createParticipants(journal, threads, time)) {
            FaultyParticipants.Faults around = new FaultyParticipants.Faults(() -> checkInvisible(real.name()));
            faults.put(real.name(), around);
            runner.participant(FaultyParticipants.of(real, around));
        }
        this.run = runner.participant(last).open();
    }

    /**
     * The change that is reloaded.
     *
     * @param before the configuration that is in force
     * @param after the configuration that is reloaded
     */
    record Edit(String before, String after) {}

    private static String[] actions(HostUnderTest host, Edit edit) {
        return ReloadPlanner.plan(
                        ConfigDocument.parse("config.json", edit.before()),
                        ConfigDocument.parse("config.json", edit.after()),
                        host.rules())
                .actions()
                .stream()
                .map(ReloadAction::id)
                .toArray(String[]::new);
    }

    /** Reloads without any fault, and returns what readers see afterwards. */
    Object reloadWithoutFault() throws InterruptedException {
        start();
        Object before = host.observe();
        reloadWell();
        Object after = host.observe();
        assertThat(after)
                .as("what readers see after the reload, in place of what they saw before")
                .isNotEqualTo(before);
        return after;
    }

    /** Returns the points of each participant that a reload reaches, in the order of the host's participants. */
    Map<String, Set<FaultPoint>> reached() {
        Map<String, Set<FaultPoint>> reached = new LinkedHashMap<>();
        faults.forEach((name, around) -> reached.put(name, around.reached()));
        return reached;
    }

    /** Reloads with this fault, and verifies what must hold whatever goes wrong. */
    void reloadWith(String participant, FaultPoint point, FaultKind kind, Object after) throws InterruptedException {
        start();
        Object before = host.observe();
        expected = before;
        point.failureOfTheLast().ifPresent(step -> last.script().next(step).fail(planned("last")));
        ReloadResult result = kind.needsDeadline()
                ? reloadInTime(script(participant), point, kind)
                : reloadAtOnce(script(participant), point, kind);

        verify(result, point.isUndo() ? LAST : participant);
        if (result.kind() == ReloadResult.Kind.ROLLED_BACK || point == FaultPoint.AFTER_ROLLBACK) {
            assertThat(host.observe())
                    .as("what readers see after: %s", result.summary())
                    .isEqualTo(before);
        }
        expected = result.kind() == ReloadResult.Kind.ROLLED_BACK ? before : null;
        reloadWell();
        assertThat(host.observe())
                .as("what readers see after a good reload that follows")
                .isEqualTo(after);
    }

    private FaultScript<FaultPoint> script(String participant) {
        FaultyParticipants.Faults around = faults.get(participant);
        if (around == null) {
            throw new AssertionError("the host has no participant [" + participant + "] any more");
        }
        return around.script();
    }

    private ReloadResult reloadAtOnce(FaultScript<FaultPoint> script, FaultPoint point, FaultKind kind)
            throws InterruptedException {
        script.next(point).fail(kind == FaultKind.ERROR ? new LinkageError("planned") : planned("fault"));
        ReloadResult result = run.to(edit.after());
        threads.awaitIdle();
        return result;
    }

    private ReloadResult reloadInTime(FaultScript<FaultPoint> script, FaultPoint point, FaultKind kind)
            throws InterruptedException {
        Gate gate = kind == FaultKind.LATE ? Gate.uninterruptible() : Gate.create();
        script.next(point).waitAt(gate);
        Future<ReloadResult> reloading = threads.submit(() -> run.to(edit.after()));
        try {
            gate.awaitReached();
            time.advance(BEYOND_EVERY_DEADLINE);
            return await(reloading);
        } finally {
            gate.open();
            threads.awaitIdle();
        }
    }

    /** Lets time pass until the reload is decided; slowly, so that steps of the host that work have the time to. */
    private ReloadResult await(Future<ReloadResult> reloading) throws InterruptedException {
        for (int ticks = 0; ticks < MOST_TICKS; ticks++) {
            try {
                return reloading.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                time.advance(TICK);
            } catch (ExecutionException e) {
                throw new AssertionError("the reload threw", e.getCause());
            }
        }
        throw new AssertionError("the reload was not decided");
    }

    private static IllegalStateException planned(String what) {
        return new IllegalStateException("planned " + what);
    }

    private void verify(ReloadResult result, String participant) {
        assertThat(ResultDetails.failure(result))
                .as("the failure of %s", result.summary())
                .hasValueSatisfying(failure -> assertThat(failure.participant()).isEqualTo(participant));
        assertThat(run.view().current())
                .as("document in force")
                .hasValueSatisfying(current ->
                        assertThat(current.document()).isEqualTo(ConfigDocument.parse("config.json", edit.before())));
    }

    private void start() throws InterruptedException {
        assertThat(run.start()).as("start").isApplied();
        run.started();
        threads.awaitIdle();
    }

    private void reloadWell() throws InterruptedException {
        assertThat(run.to(edit.after()))
                .as("a reload without a fault")
                .isApplied()
                .hasPending();
        threads.awaitIdle();
    }

    private void checkInvisible(String participant) {
        @Nullable Object visible = expected;
        if (visible != null && !visible.equals(host.observe())) {
            violations.add("something of the new configuration was visible before the commit, around a step of ["
                    + participant + "]");
        }
    }

    /** Verifies that nothing was visible too early, and that all is closed once. */
    @Override
    public void close() {
        try {
            run.close();
            assertThat(violations).isEmpty();
        } finally {
            threads.close();
        }
    }
}
