// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import com.google.common.collect.EvictingQueue;
import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.RetiredGeneration;
import dev.agentreload.core.apply.RetirementPolicy;
import dev.agentreload.core.internal.engine.call.TransactionProgress;
import dev.agentreload.core.internal.engine.masking.KnownSecrets;
import dev.agentreload.core.lease.CloseResult;
import dev.agentreload.core.lease.DrainPolicy;
import dev.agentreload.core.lease.LeasePhase;
import dev.agentreload.core.lease.LeaseStatus;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.participant.RetiredResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * What was retired and is not closed yet, by generations. <em>Safe for use by multiple threads;</em> the lock is never held while
 * host code may run.
 */
public final class RetiredGenerations {

    private static final int MOST_FAILURES = 16;
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(10);

    private final RetirementPolicy policy;
    private final Optional<Drain> drain;
    private final LongSupplier ticker;
    private final KnownSecrets secrets;
    private final ReloadLog log;

    private final Object lock = new Object();
    private final List<Generation> generations = new ArrayList<>();
    private final EvictingQueue<CloseResult.Failed> failures = EvictingQueue.create(MOST_FAILURES);

    public RetiredGenerations(
            RetirementPolicy policy, Optional<Drain> drain, LongSupplier ticker, KnownSecrets secrets, ReloadLog log) {
        this.policy = policy;
        this.drain = drain;
        this.ticker = ticker;
        this.secrets = secrets;
        this.log = log;
    }

    /**
     * How long retired resources may be in use.
     *
     * @param policy the time, and what happens then
     * @param scheduler runs the timers; without one the policy acts when something is retired or the status is read
     */
    public record Drain(DrainPolicy policy, Optional<ScheduledExecutorService> scheduler) {}

    private record Generation(long revision, long retiredAt, List<Leased<?>> resources, AtomicBoolean reported) {

        boolean isInUse() {
            return resources.stream().anyMatch(resource -> resource.status().phase() != LeasePhase.CLOSED);
        }
    }

    /**
     * What is to be retired after a decision.
     *
     * @param revision the revision in force then
     * @param resources what is no longer used
     */
    public record Retiring(long revision, RetiredResources resources) {}

    /** Retires resources; each is closed when its last user has left. */
    public void retire(Retiring retiring, TransactionProgress progress) {
        List<Leased<?>> leased = retiring.resources().resources();
        if (leased.isEmpty()) {
            return;
        }
        synchronized (lock) {
            generations.add(new Generation(retiring.revision(), ticker.getAsLong(), leased, new AtomicBoolean()));
        }
        leased.forEach(resource -> progress.guarded(() -> retire(resource)));
        progress.guarded(this::enforce);
        drain.ifPresent(known -> progress.guarded(() -> schedule(known.policy().deadline())));
    }

    /** The host's ticker need not run at the pace of its scheduler, so what is not overdue yet is looked at again. */
    private void schedule(Duration delay) {
        drain.flatMap(Drain::scheduler).ifPresent(scheduler -> {
            try {
                Future<?> unused =
                        scheduler.schedule(this::enforceOnTime, Math.max(1, delay.toNanos()), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                log.notes(ImmutableList.of("the scheduler refused the deadline of what was retired: it acts when the"
                        + " status is read"));
            }
        });
    }

    private void enforceOnTime() {
        enforce();
        Duration deadline = drain.orElseThrow().policy().deadline();
        long now = ticker.getAsLong();
        inUse().stream()
                .filter(generation -> !generation.reported().get())
                .map(generation -> deadline.minusNanos(now - generation.retiredAt()))
                .min(Duration::compareTo)
                .ifPresent(left -> schedule(left.compareTo(SHORTEST_DELAY) < 0 ? SHORTEST_DELAY : left));
    }

    private void retire(Leased<?> resource) {
        resource.retire().thenAccept(result -> {
            if (result instanceof CloseResult.Failed failed) {
                failed(failed);
            }
            // What is closed is not kept until the next reload, which a closed reloader never has.
            inUse();
        });
    }

    private void failed(CloseResult.Failed failed) {
        Throwable cause = secrets.mask().mask(failed.cause());
        synchronized (lock) {
            failures.add(new CloseResult.Failed(failed.resource(), cause));
        }
        log.closeFailed(failed.resource(), failed.cause());
    }

    /** Returns whether a reload may retire one more generation, perhaps by force. Has no effect. */
    public boolean hasRoom() {
        return policy.excess() == RetirementPolicy.Excess.FORCE_OLDEST || inUse().size() < policy.maxRetired();
    }

    /** Closes the oldest generations by force, if the policy says so, so that one more can be retired. */
    public void makeRoom() {
        List<Generation> inUse = inUse();
        int excess = inUse.size() - policy.maxRetired() + 1;
        if (excess > 0 && policy.excess() == RetirementPolicy.Excess.FORCE_OLDEST) {
            inUse.subList(0, excess)
                    .forEach(generation -> generation.resources().forEach(Leased::force));
        }
    }

    public List<RetiredGeneration> status() {
        enforce();
        long now = ticker.getAsLong();
        return inUse().stream()
                .map(generation -> status(generation, now))
                .filter(generation -> !generation.resources().isEmpty())
                .collect(ImmutableList.toImmutableList());
    }

    private static RetiredGeneration status(Generation generation, long now) {
        List<LeaseStatus> open = generation.resources().stream()
                .map(Leased::status)
                .filter(status -> status.phase() != LeasePhase.CLOSED)
                .collect(ImmutableList.toImmutableList());
        return new RetiredGeneration(generation.revision(), Duration.ofNanos(now - generation.retiredAt()), open);
    }

    private void enforce() {
        drain.map(Drain::policy).ifPresent(policy -> inUse().forEach(generation -> enforce(generation, policy)));
    }

    private void enforce(Generation generation, DrainPolicy deadline) {
        List<LeaseStatus> overdue = generation.resources().stream()
                .flatMap(resource -> resource.enforce(deadline).stream())
                .collect(ImmutableList.toImmutableList());
        if (!overdue.isEmpty() && generation.reported().compareAndSet(false, true)) {
            overdue.forEach(status -> log.overdue(status.toString()));
        }
    }

    private List<Generation> inUse() {
        List<Generation> closed;
        synchronized (lock) {
            closed = new ArrayList<>(generations);
        }
        closed.removeIf(Generation::isInUse);
        synchronized (lock) {
            generations.removeAll(closed);
            return ImmutableList.copyOf(generations);
        }
    }

    /** Completes when all that was retired so far is closed. */
    public CompletableFuture<Void> allClosed() {
        return CompletableFuture.allOf(inUse().stream()
                .flatMap(generation -> generation.resources().stream())
                .map(resource -> resource.retire().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    public List<CloseResult.Failed> failures() {
        synchronized (lock) {
            return ImmutableList.copyOf(failures);
        }
    }
}
