// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.schema.ConfigSchema;
import dev.agentreload.examples.gateway.GatewayRules;
import dev.agentreload.examples.gateway.admin.DecisionWebhook;
import dev.agentreload.examples.gateway.channel.Hooks;
import dev.agentreload.examples.gateway.channel.HttpSettings;
import dev.agentreload.examples.gateway.console.ConsoleSettings;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import dev.agentreload.examples.gateway.schedule.CronSection;
import dev.agentreload.examples.gateway.schedule.HeartbeatSection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of the configuration that this gateway reads. */
@Command(
        name = "schema",
        description = "Prints a JSON Schema of the configuration, for editors and programs.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = "0:always")
final class SchemaCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    /** Returns the schema of all that the parts of this gateway read, with what a reload of it does. */
    static ConfigSchema schema() {
        return ConfigSchema.of(
                AgentsConfig.keys(HostPolicy.AGENTS)
                        .and(HttpSettings.KEYS)
                        .and(ConsoleSettings.KEYS)
                        .and(Hooks.KEYS)
                        .and(CronSection.KEYS)
                        .and(HeartbeatSection.KEYS)
                        .and(ReloadMode.keys())
                        .and(DecisionWebhook.KEYS),
                GatewayRules.table());
    }

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(schema().toJson());
        spec.commandLine().getOut().flush();
        return ExitCode.NOTHING_TO_DO;
    }
}
