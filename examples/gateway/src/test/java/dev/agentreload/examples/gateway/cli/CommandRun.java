// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command that was run inside of the test, with what it printed. */
record CommandRun(int exitCode, String output, String errors) {

    static CommandRun of(String... args) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine commands =
                GatewayMain.commandLine().setOut(new PrintWriter(output)).setErr(new PrintWriter(errors));
        int exitCode = commands.execute(args);
        return new CommandRun(exitCode, output.toString(), errors.toString());
    }
}
