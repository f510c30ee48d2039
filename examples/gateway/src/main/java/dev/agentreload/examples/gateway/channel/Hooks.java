// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.Reloadable;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.examples.gateway.chat.AgentNames;
import java.util.Optional;

/**
 * The webhooks of the configuration: {@code {"paths": {"deploy": {"agentId": "coder", "message": "look at this"}}}}. The
 * smallest participant that is built beside the old: an immutable table, and one write that replaces it.
 */
public final class Hooks {

    static final String NAME = "hooks";

    /** The keys at the root that lead to these hooks. */
    public static final SectionKeys KEYS = SectionKeys.of(ConfigKey.section(
                    NAME,
                    SectionKeys.of(ConfigKey.map("paths", Hook.KEYS, "hooks by the end of their path"))
                            .allowingOthers(),
                    "calls from other programs"))
            .allowingOthers();

    private final Reloadable<ImmutableMap<String, Hook>> table;

    /** Creates the hooks, which are there when a reloader with their participant was started. */
    public Hooks(HostRuntime runtime) {
        this.table = Reloadable.builder(NAME, ReloadAction.RELOAD_HOOKS)
                .read(Hooks::read)
                .build(runtime);
    }

    /** Returns the participant that replaces the table. */
    public ReloadParticipant participant() {
        return table.participant();
    }

    /** Returns the hook of this name. During a start the HTTP channel may ask before there is a table. */
    public Optional<Hook> find(String name) {
        return table.findCurrent().map(hooks -> hooks.get(name));
    }

    /** Returns the hooks that a document defines, and adds what is wrong with them. */
    public static ImmutableMap<String, Hook> read(ConfigDocument document, ProblemCollector problems) {
        AgentNames agents = AgentNames.of(document);
        ImmutableMap.Builder<String, Hook> hooks = ImmutableMap.builder();
        Optional<ConfigSection> paths = ConfigSection.of(document, problems)
                .withKeys(KEYS)
                .section(NAME)
                .flatMap(section -> section.section("paths"));
        paths.ifPresent(found -> found.memberSections().forEach(section -> {
            String name =
                    section.path().segments().get(section.path().depth() - 1).capture();
            hooks.put(name, Hook.read(name, section, agents));
            section.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        }));
        return hooks.buildOrThrow();
    }
}
