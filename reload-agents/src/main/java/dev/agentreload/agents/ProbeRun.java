// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.runtime.CallbackFailures;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Probes some agents, several at once. Used once. */
final class ProbeRun<A> {

    /** A task for each agent, in the order of the configuration. Whichever thread comes first runs it. */
    private final Map<AgentId, FutureTask<Boolean>> tasks = new LinkedHashMap<>();

    ProbeRun(AgentProbe<A> probe, AgentsConfig config, List<BuiltAgent<A>> built) {
        Map<AgentId, A> byId = new HashMap<>();
        built.forEach(agent -> byId.put(agent.id(), agent.agent()));
        for (ResolvedAgent definition : config.agents()) {
            A agent = byId.get(definition.id());
            if (agent != null) {
                tasks.put(definition.id(), new FutureTask<>(() -> {
                    probe.check(definition, agent);
                    return true;
                }));
            }
        }
    }

    /**
     * Probes on this thread, which is one of the executor's, and on others if there are any: to wait for the executor alone could be to
     * wait for this thread.
     *
     * @throws AgentRefusedException if an agent was refused, or did not answer in time
     */
    void run(Executor executor, int parallelism, Deadline deadline) throws AgentRefusedException {
        for (int i = Math.min(tasks.size(), parallelism) - 1; i > 0; i--) {
            try {
                executor.execute(() -> runAll(deadline));
            } catch (Throwable refused) {
                break; // whatever the executor throws, this thread can do it alone
            }
        }
        runAll(deadline);
        Map<AgentId, Throwable> refusals = new LinkedHashMap<>();
        tasks.forEach((agent, task) -> refusal(task, deadline).ifPresent(reason -> refusals.put(agent, reason)));
        if (!refusals.isEmpty()) {
            refusals.values().forEach(CallbackFailures::rethrowIfFatal);
            throw new AgentRefusedException(refusals);
        }
    }

    /** Runs each task that no other thread has begun. */
    private void runAll(Deadline deadline) {
        for (FutureTask<Boolean> task : tasks.values()) {
            if (!deadline.remaining().isZero()) {
                task.run();
            }
        }
    }

    /** A thread that is interrupted waits for no other task. */
    private static Optional<Throwable> refusal(FutureTask<Boolean> task, Deadline deadline) {
        try {
            task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.ofNullable(e.getCause());
        } catch (TimeoutException e) {
            task.cancel(true);
            return Optional.of(new TimeoutException("its probe did not end in time"));
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.of(e);
        }
    }
}
