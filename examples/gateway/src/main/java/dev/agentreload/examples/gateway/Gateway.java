package dev.agentreload.examples.gateway;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.RegistryReload;
import dev.agentreload.agents.ResolvedAgent;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.CommandGateway;
import dev.agentreload.agents.command.CommandOutcome;
import dev.agentreload.agents.command.CommandRequest;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Peer;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.FileSessionStore;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.agents.session.SessionStoreException;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.models.ModelCatalog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The composition of the parts: a registry of agents, a catalog of models, sessions on disk and commands, behind a channel
 * that hands in what people write.
 */
final class Gateway implements AutoCloseable {

    private static final int THREADS = 4;
    private static final String DEFAULT_PROMPT = "> ";

    private final ExecutorService executor;
    private final AgentRegistry<EchoAgent> registry;
    private final SessionStore sessions;
    private final CommandGateway commands;
    private final Clock clock = Clock.systemUTC();

    private Gateway(
            ExecutorService executor, AgentRegistry<EchoAgent> registry, SessionStore sessions, ConfigFile file) {
        this.executor = executor;
        this.registry = registry;
        this.sessions = sessions;
        ModelCatalog catalog = ModelCatalog.builder(executor, System::nanoTime)
                .build(registry.snapshot().config().models());
        this.commands = CommandGateway.builder()
                .registry(registry, catalog)
                .sessions(sessions)
                .reload(new HandReload(file, registry, catalog))
                .authorizer((caller, command) -> true) // whoever types on this console may edit the file anyway
                .build();
    }

    /**
     * Starts with what the file says.
     *
     * @throws InvalidConfigException if that cannot be used
     */
    static Gateway start(ConfigFile file, Path sessions) {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            AgentRegistry<EchoAgent> registry =
                    AgentRegistry.builder(Gateway::agent, executor).build();
            if (registry.reload(file.read().orThrow()) instanceof RegistryReload.Invalid invalid) {
                throw new InvalidConfigException(invalid.problems());
            }
            return new Gateway(executor, registry, new FileSessionStore(sessions), file);
        } catch (RuntimeException e) {
            executor.shutdown();
            throw e;
        }
    }

    private static EchoAgent agent(ResolvedAgent agent) {
        return new EchoAgent(agent.id(), agent.model().ref());
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
        registry.close();
        executor.shutdown();
    }
}
