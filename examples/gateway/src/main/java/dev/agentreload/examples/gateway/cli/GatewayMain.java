// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the gateway. */
@Command(
        name = "gateway",
        description = "Hosts AI agents whose configuration changes while people talk to them.",
        mixinStandardHelpOptions = true,
        versionProvider = GatewayVersion.class,
        subcommands = {
            RunCommand.class,
            PlanCommand.class,
            ValidateCommand.class,
            RouteCommand.class,
            ModelsCommand.class,
            ConfigCommand.class,
            SchemaCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class GatewayMain {

    private GatewayMain() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Returns the command line, which answers mistakes with a message and {@link ExitCode#ERROR}. */
    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new GatewayMain());
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler((mistake, args) -> {
            CommandLine command = mistake.getCommandLine();
            command.getErr().println(mistake.getMessage());
            UnmatchedArgumentException.printSuggestions(mistake, command.getErr());
            command.getErr().println("try [" + command.getCommandSpec().qualifiedName() + " --help]");
            return ExitCode.ERROR;
        });
        return commands;
    }
}
