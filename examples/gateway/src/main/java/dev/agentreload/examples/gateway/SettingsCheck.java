// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.examples.gateway.admin.DecisionWebhook;
import dev.agentreload.examples.gateway.console.ConsoleSettings;
import java.util.List;

/**
 * Checks the settings that are read when they are needed, and so have no component that a reload replaces. {@code validate} and each
 * start and reload say the same of them.
 */
final class SettingsCheck implements ReloadParticipant {

    /** What a change of the webhook's address asks for: from then on decisions go to the new one. */
    static final ReloadAction RELOAD_WEBHOOK = new ReloadAction.HostAction("reload-webhook");

    /** Adds what is wrong with them. */
    static void check(ConfigDocument document, ProblemCollector problems) {
        ConsoleSettings.read(document, problems);
        DecisionWebhook.read(document, problems);
    }

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public boolean handles(ReloadAction action) {
        return action.equals(RELOAD_WEBHOOK);
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        ProblemCollector problems = new ProblemCollector();
        check(context.target(), problems);
        return problems.inSourceOrder();
    }

    @Override
    public Prepared prepare(ReloadContext context) {
        return Prepared.unchanged();
    }

    /** There is nothing to retire. */
    @Override
    public void retireAll(RetiredResources retired) {}
}
