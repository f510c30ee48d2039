// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.runtime.CallbackFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Builds some agents, several at once. After the first failure no other is begun. After the timeout the caller waits no longer, and
 * agents that are finished later are closed on the thread that built them.
 *
 * <p>Used once.
 */
final class AgentBuild<A> {

    private final AgentFactory<A> factory;
    private final List<ResolvedAgent> plan;

    /** The agents that may be left out. */
    private final Set<AgentId> optional;

    private final CompletableFuture<@Nullable Void> idle = new CompletableFuture<>();

    /** Guards what follows; host code never runs under it. */
    private final Object lock = new Object();

    private final List<BuiltAgent<A>> built = new ArrayList<>();
    private final Set<AgentId> done = new HashSet<>();
    private final Map<AgentId, Throwable> leftOut = new HashMap<>();
    private @Nullable Failure failure;
    private boolean timedOut;
    private int next;
    private int running;

    AgentBuild(AgentFactory<A> factory, List<ResolvedAgent> plan, Set<AgentId> optional) {
        this.factory = factory;
        this.plan = plan;
        this.optional = optional;
        if (plan.isEmpty()) {
            idle.complete(null);
        }
    }

    /** Why an agent could not be built. */
    record Failure(AgentId agent, Throwable cause) {}

    /**
     * Builds the agents on this thread, which is one of the executor's, and on others if there are any: to wait for the executor alone
     * could be to wait for this thread. Afterwards {@link #failure} and {@link #built} do not change.
     */
    void run(Executor executor, int parallelism, Duration timeout) {
        for (int i = Math.min(plan.size(), parallelism) - 1; i > 0; i--) {
            try {
                executor.execute(this::work);
            } catch (Throwable refused) {
                break; // whatever the executor throws, this thread can do it alone
            }
        }
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

    /** Returns why optional agents could not be built. */
    ImmutableMap<AgentId, Throwable> leftOut() {
        synchronized (lock) {
            return ImmutableMap.copyOf(leftOut);
        }
    }

    private void await(Duration timeout) {
        try {
            idle.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            timeOut(new TimeoutException("not built within " + timeout));
        } catch (InterruptedException e) {
            timeOut(e);
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError("no code fails this future", e);
        }
    }

    private void work() {
        for (ResolvedAgent agent = take(); agent != null; agent = take()) {
            make(agent);
            finished();
        }
    }

    private @Nullable ResolvedAgent take() {
        synchronized (lock) {
            if (failure != null || timedOut || next == plan.size()) {
                return null;
            }
            running++;
            return plan.get(next++);
        }
    }

    private void finished() {
        boolean last;
        synchronized (lock) {
            running--;
            last = running == 0 && (failure != null || next == plan.size());
        }
        if (last) {
            idle.complete(null);
        }
    }

    /** A throw of the factory is the failure of the build. */
    private void make(ResolvedAgent agent) {
        try {
            A made = requireNonNull(factory.create(agent), "the factory returned no agent");
            deliver(new BuiltAgent<>(agent.id(), made, factory));
        } catch (Throwable e) {
            CallbackFailures.keepInterrupt(e);
            boolean interrupted = e instanceof InterruptedException;
            synchronized (lock) {
                if (optional.contains(agent.id()) && !interrupted && !CallbackFailures.isFatal(e)) {
                    leftOut.put(agent.id(), e);
                    done.add(agent.id());
                } else {
                    fail(agent.id(), e);
                }
            }
        }
    }

    private void deliver(BuiltAgent<A> agent) {
        boolean late;
        synchronized (lock) {
            late = timedOut;
            if (!late) {
                built.add(agent);
                done.add(agent.id());
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

    private void timeOut(Exception reason) {
        synchronized (lock) {
            timedOut = true;
            plan.stream()
                    .map(ResolvedAgent::id)
                    .filter(id -> !done.contains(id))
                    .findFirst()
                    .ifPresent(id -> fail(id, reason));
        }
    }
}
