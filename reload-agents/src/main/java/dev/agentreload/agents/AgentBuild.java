package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.routing.AgentId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes some agents on the host's executor, several at once. After the first failure no other is begun; after the time is
 * up nobody waits any more, and what is made then is closed where it was made.
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
    private int workers;

    AgentBuild(AgentFactory<A> factory, List<ResolvedAgent> plan) {
        this.factory = factory;
        this.plan = plan;
    }

    /** Why an agent is not there. */
    record Failure(AgentId agent, Throwable cause) {}

    /** Makes the agents and waits for them. Afterwards {@link #failure} and {@link #built} stand still. */
    void run(BuildTerms terms) {
        start(terms);
        try {
            idle.get(terms.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            abandon(new TimeoutException("not built within " + terms.timeout()));
        } catch (InterruptedException e) {
            abandon(e);
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError("nobody fails this future", e);
        }
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

    /** Counts all workers before the first one starts, which may be on this very thread. */
    private void start(BuildTerms terms) {
        int wanted = Math.min(plan.size(), terms.parallelism());
        synchronized (lock) {
            workers = wanted;
        }
        if (wanted == 0) {
            idle.complete(null);
        }
        for (int i = 0; i < wanted; i++) {
            try {
                terms.executor().execute(this::work);
            } catch (Throwable refusal) {
                refused(refusal);
            }
        }
    }

    /** One worker is enough; without any, nothing can be made. */
    private void refused(Throwable refusal) {
        synchronized (lock) {
            if (workers == 1 && next < plan.size()) {
                fail(plan.get(next).id(), refusal);
            }
        }
        leave();
    }

    private void work() {
        try {
            for (ResolvedAgent agent = take(); agent != null; agent = take()) {
                make(agent);
            }
        } finally {
            leave();
        }
    }

    private @Nullable ResolvedAgent take() {
        synchronized (lock) {
            return failure == null && !abandoned && next < plan.size() ? plan.get(next++) : null;
        }
    }

    private void leave() {
        boolean last;
        synchronized (lock) {
            workers--;
            last = workers == 0;
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
