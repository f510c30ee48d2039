package dev.agentreload.examples.gateway;

import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Starts the gateway with a console as its channel, and ends when the input does; without a terminal, where a service runs, it
 * stays for as long as the process is let, if it has another channel. A signal that ends the process closes the gateway first.
 */
@Command(
        name = "run",
        description = "Starts the gateway; what you type goes to an agent, /help lists the commands.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger LOGS = Logger.getLogger("dev.agentreload");

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

    @Option(names = "--log", description = "Writes log lines to standard error.")
    private boolean log;

    @Option(
            names = "--last-good",
            description = "Starts with the copy of the last configuration that worked, and not with the file.")
    private boolean lastGood;

    @Option(names = "--watch", description = "Reloads by itself when the configuration changes.")
    private boolean watch;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LOGS.setLevel(log ? Level.INFO : Level.OFF);
        Terminal terminal = Terminal.system();
        Path store = sessions.orElseGet(this::besideConfig);
        try (Gateway gateway = new Gateway(ConfigFile.of(config), store, terminal::print)) {
            Optional<String> refusal = lastGood ? gateway.startWithLastGood() : gateway.start();
            if (refusal.isPresent()) {
                spec.commandLine().getErr().println(refusal.get());
                return ExitCode.ERROR;
            }
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-close"));
            chat(gateway, terminal);
            if (!terminal.isInteractive() && gateway.hasChannel()) {
                gateway.awaitClose();
            }
            return ExitCode.NOTHING_TO_DO;
        }
    }

    private Path besideConfig() {
        return config.toAbsolutePath().resolveSibling(".sessions");
    }

    private void chat(Gateway gateway, Terminal terminal) throws IOException {
        RouteRequest sender = RouteRequest.builder(Gateway.CONSOLE)
                .accountId(account)
                .peer(PeerKind.DIRECT, peer)
                .build();
        if (watch) {
            gateway.watch();
        }
        String prompt = gateway.consolePrompt();
        terminal.greet("say something, or type /help");
        for (Optional<String> line = terminal.read(prompt); line.isPresent(); line = terminal.read(prompt)) {
            if (!line.get().isBlank()) {
                terminal.print(gateway.answer(sender, line.get()));
            }
        }
    }
}
