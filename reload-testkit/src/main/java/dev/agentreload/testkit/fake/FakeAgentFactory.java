// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.AgentFactory;
import dev.agentreload.agents.AgentProviders;
import dev.agentreload.agents.ProvidedAgentFactory;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@linkplain FakeAgent agents} that need nothing, journals every create and close, and fails where a test says so. On top of a pool it makes agents that answer through
 * the provider of their model.
 *
 * <p><em>Safe for use by multiple threads.</em>
 */
public final class FakeAgentFactory implements AgentFactory<FakeAgent>, ProvidedAgentFactory<FakeAgent, FakeProvider> {

    private final ResourceJournal journal;
    private final Map<AgentId, FaultScript<Step>> scripts = new ConcurrentHashMap<>();

    /** What can be scripted for an agent. */
    public enum Step {
        /** Its creation. */
        CREATE,
        /** Its close; a fault happens after the close was journaled and the agent closed. */
        CLOSE
    }

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

    /** Returns what goes wrong with this agent, and when. */
    public FaultScript<Step> script(String agent) {
        return script(new AgentId(agent));
    }

    private FaultScript<Step> script(AgentId agent) {
        return scripts.computeIfAbsent(agent, same -> FaultScript.create());
    }

    /** Journals {@code create coder#1}, or {@code fail coder} if it is scripted to make no agent. */
    @Override
    public FakeAgent create(ResolvedAgent agent) {
        return make(agent, null);
    }

    /** Journals the same as {@link #create(ResolvedAgent)}, and makes the agent answer through its provider. */
    @Override
    public FakeAgent create(ResolvedAgent agent, AgentProviders<FakeProvider> providers) throws Exception {
        return make(agent, providers.provider(agent.model().target(0)));
    }

    private FakeAgent make(ResolvedAgent agent, @Nullable FakeProvider provider) {
        @Nullable FakeAgent made = null;
        try {
            made = script(agent.id()).run(Step.CREATE, () -> new FakeAgent(agent, provider));
        } finally {
            if (made == null) {
                journal.failed(agent.id().value());
            } else {
                journal.created(agent.id().value(), made);
            }
        }
        return made;
    }

    /**
     * Journals {@code close coder#1}, also if the agent was closed before.
     *
     * @throws IllegalArgumentException if the agent is not in the journal
     */
    @Override
    public void close(FakeAgent agent) {
        journal.closed(agent);
        agent.close();
        script(agent.id()).run(Step.CLOSE);
    }
}
