// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.Gateway;
import dev.agentreload.examples.gateway.GatewaySwitch;
import dev.agentreload.examples.gateway.Lifetime;
import dev.agentreload.examples.gateway.chat.HostCommands;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.examples.gateway.console.ConsoleChat;
import dev.agentreload.examples.gateway.console.LineConsole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Starts the gateway with a console as its channel, and ends when the input does. Without a console, or when the input of a
 * program ends, it stays if it has another channel. SIGTERM lets running answers end and ends with 0; SIGHUP reloads.
 */
@Command(
        name = "run",
        description = "Starts the gateway; what you type goes to an agent, /help lists the commands.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The configuration.")
    private Path config = Path.of("");

    @Option(
            names = "--sessions",
            paramLabel = "DIR",
            description =
                    "Where agents without a workspace keep sessions; by default .sessions beside the configuration.")
    private Optional<Path> sessions = Optional.empty();

    @Option(names = "--peer", paramLabel = "ID", description = "Who you are; by default ${DEFAULT-VALUE}.")
    private String peer = "you";

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "The account you write to; by default ${DEFAULT-VALUE}.")
    private String account = RouteRequest.DEFAULT_ACCOUNT;

    @Option(
            names = "--log",
            arity = "0..1",
            fallbackValue = "text",
            paramLabel = "FORMAT",
            description = "Writes log lines to standard error, as text or json.")
    private LogOutput log = LogOutput.OFF;

    @Option(
            names = "--last-good",
            description = "Starts with the copy of the last configuration that worked, and not with the file.")
    private boolean lastGood;

    @Option(names = "--watch", description = "Reloads by itself when the configuration changes.")
    private boolean watch;

    @Option(names = "--no-console", description = "Reads no input: a service, which SIGTERM ends and SIGHUP reloads.")
    private boolean noConsole;

    @Option(
            names = "--allow-config-writes",
            description = "Lets callers with the token replace the configuration file over HTTP.")
    private boolean configWrites;

    @Option(
            names = "--probe",
            description =
                    "Asks each agent that a reload builds something, and refuses a reload with a wrong key or model.")
    private boolean probe;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    /** The gateway that starts or runs, for signals. */
    private final AtomicReference<@Nullable Gateway> current = new AtomicReference<>();

    private boolean serving;
    private boolean hungUp;

    private @Nullable ConsoleChat chat;

    @Override
    public Integer call() throws IOException, InterruptedException {
        log.apply();
        LineConsole console = LineConsole.system();
        onSignal("TERM", gateway -> gateway.lifetime().end(Lifetime.Ending.STOP));
        onSignal("HUP", this::hangUp);
        Path folder = sessions.orElseGet(this::besideConfig);
        while (true) {
            try (Gateway gateway = new Gateway(ConfigFile.of(config), folder, console::print, switches())) {
                current.set(gateway);
                Optional<String> refusal = lastGood ? gateway.startWithLastGood() : gateway.start();
                if (refusal.isPresent()) {
                    Printed.err(spec, refusal.get());
                    return ExitCode.ERROR;
                }
                if (serve(gateway, console) == Lifetime.Ending.STOP) {
                    return ExitCode.NOTHING_TO_DO;
                }
            }
        }
    }

    private Lifetime.Ending serve(Gateway gateway, LineConsole console) throws InterruptedException {
        Thread closing = new Thread(gateway::close, "gateway-close");
        Runtime.getRuntime().addShutdownHook(closing);
        try {
            serving(gateway);
            if (watch) {
                gateway.operations().watch();
            }
            talk(gateway, console);
            return gateway.lifetime().awaitEnd();
        } finally {
            endServing();
            removeHook(closing);
        }
    }

    /** A start may have read the file already, so a reload that is asked for meanwhile comes behind it. */
    private synchronized void hangUp(Gateway gateway) {
        if (serving) {
            gateway.operations().reload("SIGHUP");
        } else {
            hungUp = true;
        }
    }

    private synchronized void serving(Gateway gateway) {
        serving = true;
        if (hungUp) {
            hungUp = false;
            gateway.operations().reload("SIGHUP");
        }
    }

    private synchronized void endServing() {
        serving = false;
        current.set(null);
    }

    private void talk(Gateway gateway, LineConsole console) {
        if (noConsole) {
            return;
        }
        if (chat != null) {
            chat.talkTo(gateway);
            return;
        }
        RouteRequest sender = RouteRequest.builder(HostCommands.CONSOLE)
                .accountId(account)
                .peer(PeerKind.DIRECT, peer)
                .build();
        chat = new ConsoleChat(console, sender, gateway);
        chat.start();
    }

    private static void removeHook(Thread closing) {
        try {
            Runtime.getRuntime().removeShutdownHook(closing);
        } catch (IllegalStateException e) {
            closing.setName("gateway-close, under way"); // the process ends already, and the hook closes it
        }
    }

    private void onSignal(String name, SignalAction action) {
        Object before = Signals.register(name, () -> {
            Gateway gateway = current.get();
            if (gateway != null) {
                action.on(gateway);
            }
        });
        if (before == null) {
            spec.commandLine().getErr().println("this system has no signal " + name);
        }
    }

    private Set<GatewaySwitch> switches() {
        Set<GatewaySwitch> switches = EnumSet.noneOf(GatewaySwitch.class);
        if (configWrites) {
            switches.add(GatewaySwitch.CONFIG_WRITES);
        }
        if (probe) {
            switches.add(GatewaySwitch.PROBES);
        }
        return switches;
    }

    private Path besideConfig() {
        return config.toAbsolutePath().resolveSibling(".sessions");
    }

    /** What a signal asks for. */
    private interface SignalAction {
        void on(Gateway gateway);
    }
}
