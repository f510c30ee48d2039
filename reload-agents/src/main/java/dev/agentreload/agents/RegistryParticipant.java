// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.Set;

/** Lets a registry take part in transactions: agents, bindings, providers and models change in it with one write. */
final class RegistryParticipant<A> implements ReloadParticipant {

    private static final Set<ReloadAction> ACTIONS = Set.of(
            ReloadAction.RELOAD_MODELS,
            ReloadAction.RELOAD_PROVIDERS,
            ReloadAction.RELOAD_AGENTS,
            ReloadAction.RELOAD_BINDINGS);

    private final AgentRegistry<A> registry;
    private final String name;
    private final Use use;

    RegistryParticipant(AgentRegistry<A> registry, String name, Use use) {
        this.registry = registry;
        this.name = name;
        this.use = use;
    }

    /** The reloader that has the participant. */
    enum Use {
        /** The registry's own. */
        ALONE,
        /** A reloader of the host, which owns the registry from then on. */
        IN_A_RELOADER
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean handles(ReloadAction action) {
        return ACTIONS.contains(action);
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        return registry.validate(context);
    }

    @Override
    public Prepared prepare(ReloadContext context) throws AgentNotBuiltException {
        return new PreparedAgents<>(registry, registry.prepare(context), use);
    }

    @Override
    public void retireAll(RetiredResources retired) {
        registry.shutDown().ifPresent(last -> retired.add(last.leased()));
    }

    /** A generation on its way through a transaction. */
    private record PreparedAgents<A>(AgentRegistry<A> registry, PreparedGeneration<A> generation, Use use)
            implements Prepared {

        @Override
        public void verify(Deadline deadline) throws AgentRefusedException {
            registry.verify(generation, deadline);
        }

        @Override
        public void commit(RetiredResources retired) {
            if (!registry.commit(generation, use)) {
                throw new IllegalStateException("the agents were reloaded in the middle of a transaction");
            }
            generation.findBase().ifPresent(base -> retired.add(base.leased()));
        }

        @Override
        public void rollback(RetiredResources retired) {
            registry.restore(generation).ifPresent(base -> retired.add(base.leased()));
            retired.add(generation.next().leased());
        }

        @Override
        public void discard() {
            generation.discard();
        }
    }
}
