package dev.agentreload.examples.gateway.channel;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.examples.gateway.chat.AgentNames;
import java.util.List;
import java.util.Optional;

/**
 * The webhooks of the configuration: {@code {"paths": {"deploy": {"agentId": "coder", "message": "look at this"}}}}. The
 * smallest participant that is built beside the old: an immutable table, and one write that replaces it.
 */
public final class Hooks implements ReloadParticipant {

    static final String NAME = "hooks";

    private static final ReloadAction RELOAD = ReloadAction.RELOAD_HOOKS;

    private volatile ImmutableMap<String, Hook> table = ImmutableMap.of();

    /** Returns the hook of this name. */
    public Optional<Hook> find(String name) {
        return Optional.ofNullable(table.get(name));
    }

    /** Returns the hooks that a document defines, and adds what is wrong with them. */
    public static ImmutableMap<String, Hook> read(ConfigDocument document, ProblemCollector problems) {
        AgentNames agents = AgentNames.of(document);
        ImmutableMap.Builder<String, Hook> hooks = ImmutableMap.builder();
        Optional<ConfigSection> paths =
                ConfigSection.of(document, problems).section(NAME).flatMap(section -> section.section("paths"));
        paths.ifPresent(found -> {
            for (String name : found.object().keys()) {
                found.section(name).ifPresent(section -> {
                    hooks.put(name, Hook.read(name, section, agents));
                    section.reportUnknownKeys(ConfigProblem.Severity.WARNING);
                });
            }
        });
        return hooks.buildOrThrow();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean handles(ReloadAction action) {
        return action.equals(RELOAD);
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        ProblemCollector problems = new ProblemCollector();
        read(context.target(), problems);
        return problems.inSourceOrder();
    }

    @Override
    public Prepared prepare(ReloadContext context) {
        return new Swap(table, read(context.target(), new ProblemCollector()));
    }

    @Override
    public void retireAll(RetiredResources retired) {}

    /** A table on its way through a transaction. Nothing in it needs closing. */
    private final class Swap implements Prepared {

        private final ImmutableMap<String, Hook> before;
        private final ImmutableMap<String, Hook> next;

        Swap(ImmutableMap<String, Hook> before, ImmutableMap<String, Hook> next) {
            this.before = before;
            this.next = next;
        }

        @Override
        public void commit(RetiredResources retired) {
            table = next;
        }

        @Override
        public void rollback(RetiredResources retired) {
            table = before;
        }

        @Override
        public void discard() {}
    }
}
