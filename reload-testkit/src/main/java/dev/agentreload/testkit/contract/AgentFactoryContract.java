// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.AgentFactory;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.core.config.ConfigDocument;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link AgentFactory} promises, as tests. Hosts extend it for one of their own:
 *
 * <ul>
 *   <li>each call makes a new agent, on any thread, and takes nothing away from those that were made before;
 *   <li>a new agent works;
 *   <li>an agent can be closed on any thread, used or not, and that leaves the others open;
 *   <li>a closed agent works no more.
 * </ul>
 *
 * <p>Tests are public so that a host's module path can run them.
 *
 * @param <A> the host's type of agent
 */
@Timeout(60)
public abstract class AgentFactoryContract<A> {

    private final OpenResources<A> open = new OpenResources<>();
    private AgentFactory<A> factory;
    private ResolvedAgent definition;

    /** For those who extend it. */
    @SuppressWarnings({"NullAway.Init", "InitializerOutsideConstructor"}) // set before each test
    protected AgentFactoryContract() {}

    /**
     * Returns a factory. Called once for each test. A {@code ProvidedAgentFactory} is tested as {@link
     * AgentFactory#of}.
     *
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract AgentFactory<A> createFactory() throws Exception;

    /** Returns a document whose first agent can be made. */
    protected abstract ConfigDocument document();

    /**
     * Uses the agent.
     *
     * @throws Exception if it is closed, or does not work
     */
    protected abstract void use(A agent) throws Exception;

    /** Returns what the host adds to the configuration; by default nothing. */
    protected AgentsPolicy policy() {
        return AgentsPolicy.standard();
    }

    /** Creates the factory. */
    @BeforeEach
    public void setUpFactory() throws Exception {
        factory = createFactory();
        definition = AgentsConfig.read(document(), policy()).orThrow().agents().get(0);
    }

    /** Closes what a test has made, also if it failed. */
    @AfterEach
    public void closeAgents() throws Exception {
        open.closeAll(factory::close);
    }

    @Test
    public void create_definition_makesAnAgentThatWorks() throws Exception {
        use(made());
    }

    @Test
    public void create_sameDefinitionAgain_makesANewOne() throws Exception {
        A first = made();

        assertThat((Object) made()).isNotSameAs(first);
    }

    @Test
    public void create_another_leavesThoseMadeBefore() throws Exception {
        A first = made();
        made();

        use(first);
    }

    @Test
    public void create_twoThreads_makesTwo() throws Exception {
        Callable<A> making = this::made;

        TwoThreads.run(making, making);

        assertThat(open.open()).hasSize(2);
        for (A agent : open.open()) {
            use(agent);
        }
    }

    @Test
    public void close_agent_leavesTheOthersOpen() throws Exception {
        A first = made();
        A second = made();
        use(first);

        close(first);

        use(second);
    }

    @Test
    public void close_agentThatWasNotUsed_returns() throws Exception {
        close(made());
    }

    @Test
    public void close_onOtherThreads_returns() throws Exception {
        A first = made();
        A second = made();
        use(first);
        use(second);

        TwoThreads.run(closing(first), closing(second));
    }

    @Test
    public void close_agent_endsIt() throws Exception {
        A agent = made();

        close(agent);

        assertThatThrownBy(() -> use(agent)).as("use of a closed agent").isInstanceOf(Exception.class);
    }

    private A made() throws Exception {
        A agent = factory.create(definition);
        assertThat((Object) agent).as("agent").isNotNull();
        return open.add(agent);
    }

    private Callable<A> closing(A agent) {
        return () -> {
            close(agent);
            return agent;
        };
    }

    private void close(A agent) throws Exception {
        open.remove(agent);
        factory.close(agent);
    }
}
