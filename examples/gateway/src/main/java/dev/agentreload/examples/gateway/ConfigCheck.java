// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.ParsedAgents;
import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.examples.gateway.channel.Hooks;
import dev.agentreload.examples.gateway.channel.HttpSettings;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import dev.agentreload.examples.gateway.provider.ProviderCheck;
import dev.agentreload.examples.gateway.schedule.CronSection;
import dev.agentreload.examples.gateway.schedule.HeartbeatSection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Everything that is wrong or looks wrong in a document that can be read. */
public final class ConfigCheck {

    private static final ConfigPath MODE = ConfigPath.of("gateway", "reload", "mode");

    private ConfigCheck() {}

    /** Returns whether a gateway would start with what was read, as far as can be said without starting. */
    static boolean isUsable(ReadResult result) {
        return result instanceof ReadResult.Success read
                && read.document().unresolved().isEmpty()
                && problems(read.document()).stream().noneMatch(ConfigProblem::isError);
    }

    /** Returns all of it, in the order of the file. */
    public static List<ConfigProblem> problems(ConfigDocument document) {
        ProblemCollector problems = new ProblemCollector();
        ParsedAgents agents = AgentsConfig.read(document, HostPolicy.AGENTS);
        problems.addAll(agents.problems());
        problems.addAll(agents.routing(document).problems());
        problems.addAll(ProviderCheck.problems(document, agents));
        checkMode(document, problems);
        Hooks.read(document, problems);
        CronSection.read(document, problems);
        HeartbeatSection.read(document, problems);
        HttpSettings.read(document, problems);
        SettingsCheck.check(document, problems);
        return problems.folded().stream()
                .filter(problem -> !isAboutNothing(problem, document))
                .toList();
    }

    /** A reload refuses a mode that it does not know. */
    private static void checkMode(ConfigDocument document, ProblemCollector problems) {
        List<String> modes = Arrays.stream(ReloadMode.values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .toList();
        document.find(MODE)
                .filter(node -> !(node instanceof ConfigString text
                        && modes.contains(text.value().toLowerCase(Locale.ROOT))))
                .ifPresent(node -> problems.add(ConfigProblem.error(
                        MODE,
                        node.position(),
                        node instanceof ConfigString text && !text.isSecret()
                                ? "unknown reload mode [" + text.value() + "]"
                                : "found " + node.kind().description(),
                        "expected one of " + modes)));
    }

    /** Of a value that is not there yet, nothing is known but why. */
    private static boolean isAboutNothing(ConfigProblem problem, ConfigDocument document) {
        boolean unresolved = document.find(problem.path())
                .filter(node -> node instanceof ConfigString string && !string.isResolved())
                .isPresent();
        return unresolved
                && document.unresolved().stream().noneMatch(one -> one.reason().equals(problem.message()));
    }
}
