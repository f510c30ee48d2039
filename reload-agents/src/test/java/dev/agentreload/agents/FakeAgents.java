// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import dev.agentreload.agents.config.ResolvedAgent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes agents that a test can distinguish. Keeps a journal of it, and throws where a test asks for it. */
final class FakeAgents implements AgentFactory<FakeAgents.FakeAgent> {

    private final List<String> journal = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Callable<@Nullable FakeAgent>> scripts = new ConcurrentHashMap<>();
    private final Map<String, Throwable> closeFailures = new ConcurrentHashMap<>();

    /** An agent, compared by identity. */
    static final class FakeAgent {
        final ResolvedAgent made;
        volatile boolean closed;

        FakeAgent(ResolvedAgent made) {
            this.made = made;
        }
    }

    /** Does this in place of making the agent. */
    void script(String agent, Callable<@Nullable FakeAgent> script) {
        scripts.put(agent, script);
    }

    void fail(String agent, Throwable failure) {
        script(agent, () -> {
            if (failure instanceof Exception exception) {
                throw exception;
            }
            throw (Error) failure;
        });
    }

    void succeed(String agent) {
        scripts.remove(agent);
    }

    void failToClose(String agent, Throwable failure) {
        closeFailures.put(agent, failure);
    }

    /** Returns and forgets what happened so far. */
    List<String> takeJournal() {
        synchronized (journal) {
            List<String> taken = List.copyOf(journal);
            journal.clear();
            return taken;
        }
    }

    @Override
    @SuppressWarnings("NullAway") // A factory that breaks its contract is what some tests are about.
    public FakeAgent create(ResolvedAgent agent) throws Exception {
        Callable<@Nullable FakeAgent> script = scripts.get(agent.id().value());
        FakeAgent made = script == null ? new FakeAgent(agent) : script.call();
        journal.add("create " + agent.id());
        return made;
    }

    @Override
    public void close(FakeAgent agent) throws Exception {
        journal.add("close " + agent.made.id());
        if (agent.closed) {
            throw new AssertionError("closed twice");
        }
        agent.closed = true;
        Throwable failure = closeFailures.get(agent.made.id().value());
        if (failure instanceof Exception exception) {
            throw exception;
        }
        if (failure != null) {
            throw (Error) failure;
        }
    }
}
