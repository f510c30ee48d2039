package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes some agents, several at once. After the first failure no other is begun; after the time is up nobody waits any more,
 * and what is made then is closed where it was made.
 *
 * <p>Used once.
 */
final class AgentBuild<A> {

    private final AgentFactory<A> factory;
    private final List<ResolvedAgent> plan;
    private final CompletableFuture<@Nullable Void> idle = new CompletableFuture<>();

    /** Guards what follows; host code never runs under it. */
    private final Object lock = new Object();

    private final List<BuiltAgent<A>> built = new ArrayList<>();
    private final Set<AgentId> finished = new HashSet<>();
    private @Nullable Failure failure;
    private boolean abandoned;
    private int next;
    private int inHand;

    AgentBuild(AgentFactory<A> factory, List<ResolvedAgent> plan) {
        this.factory = factory;
        this.plan = plan;
        if (plan.isEmpty()) {
            idle.complete(null);
        }
    }

    /** Why an agent is not there. */
    record Failure(AgentId agent, Throwable cause) {}

    /** Makes the agents on the executor and waits for them; afterwards {@link #failure} and {@link #built} stand still. */
    void runElsewhere(Executor executor, int parallelism, Duration timeout) {
        @Nullable Throwable refusal = submit(executor, parallelism);
        if (refusal != null) {
            synchronized (lock) {
                fail(plan.get(0).id(), refusal);
            }
            return;
        }
        await(timeout);
    }

    /**
     * Makes the agents on this thread, which is one of the executor's, with the help of others if there are any: waiting for
     * the executor alone could be waiting for oneself.
     */
    void runHere(Executor executor, int parallelism, Duration timeout) {
        submit(executor, parallelism - 1);
        work();
        await(timeout);
    }

    Optional<Failure> failure() {
        synchronized (lock) {
            return Optional.ofNullable(failure);
        }
    }

    /** Returns what was made, in the order in which it was finished. */
    ImmutableList<BuiltAgent<A>> built() {
        synchronized (lock) {
            return ImmutableList.copyOf(built);
        }
    }

    /** Returns why no worker could be had; null if there is one, or none is needed. */
    private @Nullable Throwable submit(Executor executor, int parallelism) {
        @Nullable Throwable refusal = null;
        int accepted = 0;
        for (int i = Math.min(plan.size(), parallelism); i > 0; i--) {
            try {
                executor.execute(this::work);
                accepted++;
            } catch (Throwable e) {
                refusal = e;
            }
        }
        return accepted == 0 ? refusal : null;
    }

    private void await(Duration timeout) {
        try {
            idle.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            abandon(new TimeoutException("not built within " + timeout));
        } catch (InterruptedException e) {
            abandon(e);
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError("nobody fails this future", e);
        }
    }

    private void work() {
        for (ResolvedAgent agent = take(); agent != null; agent = take()) {
            make(agent);
            putDown();
        }
    }

    private @Nullable ResolvedAgent take() {
        synchronized (lock) {
            if (failure != null || abandoned || next == plan.size()) {
                return null;
            }
            inHand++;
            return plan.get(next++);
        }
    }

    private void putDown() {
        boolean last;
        synchronized (lock) {
            inHand--;
            last = inHand == 0 && (failure != null || next == plan.size());
        }
        if (last) {
            idle.complete(null);
        }
    }

    /** Whatever the factory throws is handed to who asked for the agent. */
    private void make(ResolvedAgent agent) {
        try {
            A made = requireNonNull(factory.create(agent), "the factory returned no agent");
            deliver(new BuiltAgent<>(agent.id(), made, factory));
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            synchronized (lock) {
                fail(agent.id(), e);
            }
        }
    }

    private void deliver(BuiltAgent<A> agent) {
        boolean late;
        synchronized (lock) {
            late = abandoned;
            if (!late) {
                built.add(agent);
                finished.add(agent.id());
            }
        }
        if (late) {
            agent.release();
        }
    }

    private void fail(AgentId agent, Throwable cause) {
        if (failure == null) {
            failure = new Failure(agent, cause);
        }
    }

    private void abandon(Exception reason) {
        synchronized (lock) {
            abandoned = true;
            plan.stream()
                    .map(ResolvedAgent::id)
                    .filter(id -> !finished.contains(id))
                    .findFirst()
                    .ifPresent(id -> fail(id, reason));
        }
    }
}
