// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        CommandLine commands = commandLine();
        commands.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(commands.execute(args));
    }

    /** Containers and timers have no locale, and programs read what is written. */
    private static PrintStream utf8(FileDescriptor target) {
        return new PrintStream(new FileOutputStream(target), true, StandardCharsets.UTF_8);
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
