package dev.agentreload.examples.gateway;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.ResolvedAgent;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.CommandGateway;
import dev.agentreload.agents.command.CommandOutcome;
import dev.agentreload.agents.command.CommandRequest;
import dev.agentreload.agents.command.ReloaderControl;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Peer;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.FileSessionStore;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.agents.session.SessionStoreException;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.source.ConfigWatcher;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelsConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The composition of the parts: a registry of agents and a catalog of models that a reloader keeps in step with the file,
 * sessions on disk and commands, behind a channel that hands in what people write.
 */
final class Gateway implements AutoCloseable {

    private static final int THREADS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String WATCHER = "watcher";
    private static final String DEFAULT_PROMPT = "> ";

    /** What this gateway has none of, so that nothing has to be done for it. */
    private static final List<ReloadAction> ABSENT = List.of(
            new ReloadAction.ReloadHooks(),
            new ReloadAction.RestartGmailWatcher(),
            new ReloadAction.RestartBrowserControl(),
            new ReloadAction.RestartCron(),
            new ReloadAction.RestartHeartbeat());

    private final Clock clock = Clock.systemUTC();
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final AgentRegistry<EchoAgent> registry =
            AgentRegistry.builder(Gateway::agent, executor).build();
    private final ModelCatalog catalog =
            ModelCatalog.builder(executor, System::nanoTime).build(ModelsConfig.empty());
    private final ConfigFile file;
    private final SessionStore sessions;
    private final Reloader reloader;
    private final ReloaderControl control;
    private final CommandGateway commands;
    private final ConfigWatcher watcher;

    Gateway(ConfigFile file, Path sessions) {
        this.file = file;
        this.sessions = new FileSessionStore(sessions);
        this.reloader = reloader();
        this.control = ReloaderControl.of(reloader, file.source(), registry).describingProblems(file::show);
        this.commands = CommandGateway.builder()
                .registry(registry, catalog)
                .sessions(this.sessions)
                .reload(control)
                .authorizer((caller, command) -> true) // whoever types on this console may edit the file anyway
                .build();
        this.watcher = ConfigWatcher.builder(
                        file.source(), scheduler, System::nanoTime, reloader.changeHandler(WATCHER))
                .build();
    }

    private Reloader reloader() {
        Reloader.Builder builder = Reloader.builder(executor, System::nanoTime, clock)
                .participant(catalog.participant())
                .participant(registry.participant());
        ABSENT.forEach(builder::ignoring);
        return builder.build();
    }

    private static EchoAgent agent(ResolvedAgent agent) {
        return new EchoAgent(agent.id(), agent.model().ref());
    }

    /** Starts with what the file says. Returns why it could not, or empty. */
    Optional<String> start() {
        ReloadResult result = reloader.start(file.source());
        if (result instanceof ReloadResult.Applied) {
            return Optional.empty();
        }
        return Optional.of(
                result instanceof ReloadResult.Invalid invalid
                        ? invalid.problems().stream().map(file::show).collect(Collectors.joining("\n"))
                        : result.summary());
    }

    /** Reloads by itself from now on when the file changes, and says how that went. */
    void watch(Consumer<String> output) {
        reloader.view().subscribe(WATCHER, decision -> {
            if (decision.actor().equals(WATCHER) && !(decision.result() instanceof ReloadResult.Unchanged)) {
                output.accept(file.source().name() + ": " + control.describe(decision.result()));
            }
        });
        watcher.start();
    }

    /** Returns the prompt that the configuration gives the console. */
    String consolePrompt() {
        return registry.snapshot()
                .document()
                .find(ConfigPath.of("channels", "console", "prompt"))
                .filter(ConfigString.class::isInstance)
                .map(prompt -> ((ConfigString) prompt).value())
                .orElse(DEFAULT_PROMPT);
    }

    /** Answers what somebody wrote: a command at once, everything else through the agent it is routed to. */
    String answer(RouteRequest sender, String text) {
        AgentSnapshot<EchoAgent> snapshot = registry.snapshot();
        SessionKey session = snapshot.router().sessionKey(sender);
        AgentId agent = snapshot.route(sender).agentId();
        CommandOutcome outcome = commands.answer(new CommandRequest(text, caller(sender), agent, session));
        return outcome instanceof CommandOutcome.Answered answered ? answered.text() : turn(sender, text);
    }

    private static CommandCaller caller(RouteRequest sender) {
        String id = sender.peer().map(Peer::id).orElse("");
        return new CommandCaller(sender.channel(), sender.accountId(), id);
    }

    /** A turn ends on the generation it began with, whatever is reloaded meanwhile. */
    private String turn(RouteRequest sender, String text) {
        try (TurnLease<EchoAgent> lease = registry.lease(sender)) {
            return turn(lease.agent(), lease.sessionKey(), text);
        } catch (SessionStoreException e) {
            return "no answer, since the session could not be kept: " + e.getMessage();
        }
    }

    private String turn(EchoAgent agent, SessionKey session, String text) throws SessionStoreException {
        sessions.append(session, new SessionMessage(SessionRole.USER, text, clock.instant()));
        long number = sessions.history(session).messages().stream()
                .filter(message -> message.role() == SessionRole.USER)
                .count();
        String answer = agent.answer(text, number);
        sessions.append(session, new SessionMessage(SessionRole.ASSISTANT, answer, clock.instant()));
        return answer;
    }

    @Override
    public void close() {
        watcher.close();
        scheduler.shutdown();
        reloader.close(PATIENCE);
        executor.shutdown();
    }
}
