package dev.agentreload.testkit;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.AgentFactory;
import dev.agentreload.agents.AgentProviders;
import dev.agentreload.agents.ProvidedAgentFactory;
import dev.agentreload.agents.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@linkplain FakeAgent agents} that need nothing, journals every create and close, and fails where a test says so. What
 * was scripted for an agent holds until it is scripted otherwise. In a {@code PooledAgentFactory} it makes agents that answer through
 * the provider of their model.
 *
 * <p><em>Safe for use by multiple threads.</em>
 */
public final class FakeAgentFactory implements AgentFactory<FakeAgent>, ProvidedAgentFactory<FakeAgent, FakeProvider> {

    private final ResourceJournal journal;
    private final Map<AgentId, Callable<@Nullable FakeAgent>> creations = new ConcurrentHashMap<>();
    private final Map<AgentId, Callable<@Nullable FakeAgent>> closes = new ConcurrentHashMap<>();

    /** Creates a factory with a journal of its own. */
    public FakeAgentFactory() {
        this(new ResourceJournal());
    }

    /** Creates a factory that writes a journal which others may write too. */
    public FakeAgentFactory(ResourceJournal journal) {
        this.journal = requireNonNull(journal, "journal");
    }

    /** Returns the journal. Agents are in it by their ids. */
    public ResourceJournal journal() {
        return journal;
    }

    /**
     * Lets the creation of this agent fail.
     *
     * @throws IllegalArgumentException if the failure is neither an exception nor an error
     */
    public void failCreation(String agent, Throwable failure) {
        creations.put(new AgentId(agent), Faults.throwing(failure));
    }

    /** Lets the creation of this agent break its contract and return null. */
    public void returnNull(String agent) {
        creations.put(new AgentId(agent), () -> null);
    }

    /**
     * Lets the close of this agent fail, after it was journaled and the agent was closed.
     *
     * @throws IllegalArgumentException if the failure is neither an exception nor an error
     */
    public void failClose(String agent, Throwable failure) {
        closes.put(new AgentId(agent), Faults.throwing(failure));
    }

    /** Takes back what was scripted for this agent. */
    public void heal(String agent) {
        AgentId id = new AgentId(agent);
        creations.remove(id);
        closes.remove(id);
    }

    /** Journals {@code create coder#1}, or {@code fail coder} if it is scripted to make no agent. */
    @Override
    public FakeAgent create(ResolvedAgent agent) throws Exception {
        return make(agent, null);
    }

    /** Journals the same as {@link #create(ResolvedAgent)}, and makes the agent answer through its provider. */
    @Override
    public FakeAgent create(ResolvedAgent agent, AgentProviders<FakeProvider> providers) throws Exception {
        return make(agent, providers.provider(agent.model().target(0)));
    }

    @SuppressWarnings("NullAway") // A factory that breaks its contract is what some tests are about.
    private FakeAgent make(ResolvedAgent agent, @Nullable FakeProvider provider) throws Exception {
        Callable<@Nullable FakeAgent> script = creations.get(agent.id());
        if (script != null) {
            journal.failed(agent.id().value());
            return script.call();
        }
        FakeAgent made = new FakeAgent(agent, provider);
        journal.created(agent.id().value(), made);
        return made;
    }

    /**
     * Journals {@code close coder#1}, also if the agent was closed before.
     *
     * @throws IllegalArgumentException if the agent is not in the journal
     */
    @Override
    public void close(FakeAgent agent) throws Exception {
        journal.closed(agent);
        agent.close();
        Callable<@Nullable FakeAgent> script = closes.get(agent.id());
        if (script != null) {
            script.call();
        }
    }
}
