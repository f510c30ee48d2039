// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.agents.AgentFactory;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.testkit.fake.FakeAgent;
import dev.agentreload.testkit.fake.FakeAgentFactory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has each test of the kit fail on a factory that breaks just what it is about. */
class AgentFactoryContractTest extends BrokenImplementations {

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(
                    Lifeless.class,
                    List.of(
                            "create_definition_makesAnAgentThatWorks",
                            "create_another_leavesThoseMadeBefore",
                            "create_twoThreads_makesTwo",
                            "close_agent_leavesTheOthersOpen",
                            "close_onOtherThreads_returns")),
            Map.entry(
                    Caching.class,
                    List.of("create_sameDefinitionAgain_makesANewOne", "close_agent_leavesTheOthersOpen")),
            Map.entry(
                    Replacing.class,
                    List.of(
                            "create_another_leavesThoseMadeBefore",
                            "create_twoThreads_makesTwo",
                            "close_agent_leavesTheOthersOpen",
                            "close_onOtherThreads_returns")),
            Map.entry(OneThread.class, List.of("create_twoThreads_makesTwo")),
            Map.entry(Sweeping.class, List.of("close_agent_leavesTheOthersOpen")),
            Map.entry(
                    ClosingWhatIsUsed.class,
                    List.of(
                            "close_agentThatWasNotUsed_returns",
                            "close_agent_endsIt",
                            "create_sameDefinitionAgain_makesANewOne")),
            Map.entry(ClosingHere.class, List.of("close_onOtherThreads_returns")),
            Map.entry(NeverClosing.class, List.of("close_agent_endsIt")));

    AgentFactoryContractTest() {
        super(Sound.class, BROKEN);
    }

    /** A factory that keeps all promises, and its own test. */
    static class Sound extends AgentFactoryContract<FakeAgent> implements AgentFactory<FakeAgent> {

        final FakeAgentFactory real = new FakeAgentFactory();
        final Thread thread = Thread.currentThread();
        boolean used;

        @Override
        protected AgentFactory<FakeAgent> createFactory() {
            return this;
        }

        @Override
        protected ConfigDocument document() {
            return ConfigDocument.parse(
                    "config.json", "{models: {providers: {p: {}}}, agents: {list: [{id: 'coder', model: 'p/m'}]}}");
        }

        @Override
        protected void use(FakeAgent agent) throws Exception {
            used = true;
            agent.answer("hello");
        }

        @Override
        public FakeAgent create(ResolvedAgent agent) {
            return real.create(agent);
        }

        @Override
        public void close(FakeAgent agent) throws Exception {
            real.close(agent);
        }
    }

    static class Lifeless extends Sound {
        @Override
        protected void use(FakeAgent agent) {
            throw new IllegalStateException("no model");
        }
    }

    static class Caching extends Sound {
        private @Nullable FakeAgent made;

        @Override
        public synchronized FakeAgent create(ResolvedAgent agent) {
            FakeAgent known = made;
            FakeAgent created = known == null ? super.create(agent) : known;
            made = created;
            return created;
        }
    }

    static class Replacing extends Sound {
        private volatile @Nullable FakeAgent last;

        @Override
        public FakeAgent create(ResolvedAgent agent) {
            FakeAgent created = super.create(agent);
            last = created;
            return created;
        }

        @Override
        protected void use(FakeAgent agent) throws Exception {
            if (!agent.equals(last)) {
                throw new IllegalStateException("replaced");
            }
            super.use(agent);
        }
    }

    static class OneThread extends Sound {
        @Override
        public FakeAgent create(ResolvedAgent agent) {
            if (!Thread.currentThread().equals(thread)) {
                throw new IllegalStateException("not my thread");
            }
            return super.create(agent);
        }
    }

    static class Sweeping extends Sound {
        private volatile boolean closed;

        @Override
        protected void use(FakeAgent agent) throws Exception {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            super.use(agent);
        }

        @Override
        public void close(FakeAgent agent) throws Exception {
            closed = true;
            super.close(agent);
        }
    }

    static class ClosingWhatIsUsed extends Sound {
        private volatile boolean tried;

        @Override
        public void close(FakeAgent agent) throws Exception {
            boolean first = !tried;
            tried = true;
            if (first && !used) {
                throw new IllegalStateException("not used");
            }
            super.close(agent);
        }
    }

    static class ClosingHere extends Sound {
        @Override
        public void close(FakeAgent agent) throws Exception {
            if (!Thread.currentThread().equals(thread)) {
                throw new IllegalStateException("not my thread");
            }
            super.close(agent);
        }
    }

    static class NeverClosing extends Sound {
        @Override
        public void close(FakeAgent agent) {}
    }
}
