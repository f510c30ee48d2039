package dev.agentreload.examples.gateway;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.CommandGateway;
import dev.agentreload.agents.command.ReloadCommands;
import dev.agentreload.agents.command.ReloaderCommands;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.session.WorkspaceSessions;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigWatcher;
import dev.agentreload.examples.gateway.admin.ConfigDesk;
import dev.agentreload.examples.gateway.admin.ConfigWrites;
import dev.agentreload.examples.gateway.channel.ConfigApi;
import dev.agentreload.examples.gateway.channel.Hook;
import dev.agentreload.examples.gateway.channel.Hooks;
import dev.agentreload.examples.gateway.channel.HttpChannel;
import dev.agentreload.examples.gateway.channel.HttpHost;
import dev.agentreload.examples.gateway.chat.Chat;
import dev.agentreload.examples.gateway.chat.ChatAgent;
import dev.agentreload.examples.gateway.chat.Conversations;
import dev.agentreload.examples.gateway.chat.Failures;
import dev.agentreload.examples.gateway.chat.HostCommands;
import dev.agentreload.examples.gateway.chat.ModelSwitches;
import dev.agentreload.examples.gateway.chat.Reply;
import dev.agentreload.examples.gateway.chat.SessionFolders;
import dev.agentreload.examples.gateway.chat.SwitchModelCommand;
import dev.agentreload.examples.gateway.chat.Turn;
import dev.agentreload.examples.gateway.chat.TurnLimits;
import dev.agentreload.examples.gateway.config.LastKnownGood;
import dev.agentreload.examples.gateway.provider.ChatProvider;
import dev.agentreload.examples.gateway.provider.ChatProviders;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import dev.agentreload.examples.gateway.provider.ModelTransport;
import dev.agentreload.examples.gateway.provider.ProviderCheck;
import dev.agentreload.examples.gateway.schedule.Job;
import dev.agentreload.examples.gateway.schedule.Schedule;
import dev.agentreload.micrometer.ReloadMeters;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.file.ModelsFile;
import dev.agentreload.models.http.HttpModelSource;
import dev.agentreload.models.provider.ProviderPool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The composition of the parts, to be read from top to bottom: what keeps the state, the reloader that keeps it in step with the
 * file, and the channels and commands around it.
 */
final class Gateway implements AutoCloseable {

    static final String CONSOLE = HostCommands.CONSOLE;
    private static final Logger LOG = System.getLogger(Gateway.class.getName());

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final String WATCHER = "watcher";

    /** What concerns nobody but the conversation in which it is typed. */
    private static final Set<String> FOR_EVERYBODY = Set.of("clear", "switch model");

    /** How a gateway ends. */
    enum Ending {
        STOP,
        RESTART
    }

    private final GatewayThreads threads = new GatewayThreads();
    private final HostRuntime runtime = HostRuntime.of(threads.parts, threads.scheduler);

    // What keeps the state.
    private final HttpClient client =
            HttpClient.newBuilder().executor(threads.transport).build();
    private final ProviderPool<ChatProvider> providers = ProviderPool.builder(
                    new ChatProviders(new ModelTransport(client, threads.scheduler)), runtime)
            .build();
    private final AgentRegistry<ChatAgent> registry;
    private final ModelCatalog catalog = ModelCatalog.builder(runtime)
            .source(HttpModelSource.openAiCompatible(client, runtime).build())
            .source(HttpModelSource.ollama(client, runtime).build())
            .build(ModelsConfig.empty(HostPolicy.MODELS));
    private final ModelSwitches switches = new ModelSwitches(providers);
    private final Hooks hooks = new Hooks(runtime);
    private final WorkspaceSessions sessions;
    private final Conversations conversations;

    // What keeps it in step with the file.
    private final ConfigFile file;
    private final HttpChannel http;
    private final Reloader reloader;
    private final ReloaderCommands reloads;
    private final LastKnownGood lastKnownGood;
    private final ConfigWatcher watcher;

    // What people talk to, and what operators see.
    private final Chat chat;
    private final ConfigDesk desk;
    private final GatewayMeters meters;
    private final Consumer<String> output;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();

    /**
     * Composes the parts, and starts none.
     *
     * @param folder where agents without a workspace keep their sessions, and what the gateway writes beside
     * @param output receives what is no answer, such as what a job's agent says
     * @param wanted what is switched on
     */
    Gateway(ConfigFile file, Path folder, Consumer<String> output, Set<GatewaySwitch> wanted) {
        this.file = file;
        this.output = output;
        this.registry = registry(wanted.contains(GatewaySwitch.PROBES));
        this.sessions = WorkspaceSessions.create(
                new SessionFolders(file.folder(), folder),
                folder.resolve("locations.json"),
                runtime,
                HostPolicy.AGENTS);
        this.conversations = new Conversations(registry, sessions, switches, runtime, TurnLimits.standard());
        this.http = new HttpChannel(new HttpDesk(), hooks, runtime, output);
        this.reloader = reloader(folder);
        this.lastKnownGood = new LastKnownGood(file.source(), folder);
        StatusReport status = new StatusReport(reloader.view(), file.source(), lastKnownGood);
        this.reloads = ReloadCommands.of(reloader, file.source(), registry)
                .withProblemText(file::show)
                .withStatusRemarks(status::remarks);
        this.watcher = ConfigWatcher.builder(file.source(), runtime, reloader.changeHandler(WATCHER, threads.reloads))
                .build();
        this.chat = new Chat(registry, commands(), conversations);
        this.desk = new ConfigDesk.Builder(
                        reloader, file.source(), registry, catalog, file::uploaded, status::toMap, writes(wanted))
                .build();
        this.meters = new GatewayMeters(
                ReloadMeters.builder(reloader.view())
                        .agents(registry)
                        .providers(providers)
                        .build(),
                conversations);
    }

    private AgentRegistry<ChatAgent> registry(boolean probing) {
        AgentRegistry.Builder<ChatAgent> agents =
                AgentRegistry.builder(providers, ChatAgent::new, runtime).policy(HostPolicy.AGENTS);
        return probing ? agents.probe((definition, agent) -> agent.probe()).build() : agents.build();
    }

    private static ConfigWrites writes(Set<GatewaySwitch> wanted) {
        return wanted.contains(GatewaySwitch.CONFIG_WRITES) ? ConfigWrites.ALLOWED : ConfigWrites.REFUSED;
    }

    /** Everything that changes with the file, in the order in which it is started. */
    private Reloader reloader(Path folder) {
        Reloader.Builder reloader = Reloader.builder(runtime);
        GatewayRules.IGNORED.forEach(reloader::ignoring);
        return reloader.rules(GatewayRules.table())
                .participant(catalog.participant())
                .participant(new ProviderCheck())
                .participant(registry.participant())
                .participant(sessions.participant())
                .participant(hooks.participant())
                .participant(ModelsFile.of(folder.resolve("models.json"))
                        .withPolicy(HostPolicy.MODELS)
                        .participant())
                .participant(Schedule.cron(runtime.withExecutor(threads.jobs), job -> run("cron", job)))
                .participant(Schedule.heartbeat(runtime.withExecutor(threads.jobs), job -> run("heartbeat", job)))
                .participant(http)
                .requestExecutor(threads.reloads)
                .build();
    }

    private CommandGateway commands() {
        CommandGateway.Builder commands =
                CommandGateway.builder().command(new SwitchModelCommand(registry, catalog, switches));
        new HostCommands(conversations, reloader, http::address, () -> end(Ending.RESTART))
                .all()
                .forEach(commands::command);
        return commands.registry(
                        registry,
                        catalog,
                        session -> switches.find(
                                session, registry.snapshot().config().models()))
                .sessions(sessions::of)
                .reload(reloads)
                .authorizer(Gateway::allows)
                .build();
    }

    /** People at the console may edit the file anyway. */
    private static boolean allows(CommandCaller caller, String command) {
        return caller.channel().equals(CONSOLE) || FOR_EVERYBODY.contains(command);
    }

    /** Starts with what the file says. Returns why it could not, or empty. */
    Optional<String> start() {
        ReloadResult result = begin(file);
        return refusal(result, file).map(text -> result instanceof ReloadResult.Invalid ? text + wayOut() : text);
    }

    /** Nothing falls back by itself: a person who edited the file wants to know that it does not work. */
    private String wayOut() {
        return usable(lastKnownGood.find())
                .map(copy -> "\nthe last configuration that worked is in " + copy.getFileName()
                        + "; run with --last-good to start with it")
                .orElse("");
    }

    /** What worked once need not do so now: a variable may be gone, or this program another one. */
    private static Optional<Path> usable(List<Path> copies) {
        return copies.stream()
                .filter(copy -> ConfigCheck.isUsable(ConfigFile.of(copy).read()))
                .findFirst();
    }

    /** Starts with the copy of what worked last, whatever the file says; reloads read the file. */
    Optional<String> startWithLastGood() {
        List<Path> copies = lastKnownGood.take();
        Optional<Path> copy = usable(copies).or(() -> copies.stream().findFirst());
        if (copy.isEmpty()) {
            return Optional.of("no copy of a configuration that worked is beside "
                    + file.source().name());
        }
        output.accept("starting with " + copy.get().getFileName() + " in place of "
                + file.source().name());
        ConfigFile first = ConfigFile.of(copy.get());
        return refusal(begin(first), first);
    }

    private ReloadResult begin(ConfigFile first) {
        reloader.view().subscribe("last known good", lastKnownGood);
        return reloader.start(first.source());
    }

    private static Optional<String> refusal(ReloadResult result, ConfigFile first) {
        if (result instanceof ReloadResult.Applied) {
            return Optional.empty();
        }
        return Optional.of(
                result instanceof ReloadResult.Invalid invalid
                        ? invalid.problems().stream().map(first::show).collect(Collectors.joining("\n"))
                        : result.summary());
    }

    /** Reloads by itself from now on when the file changes, and says how that went. */
    void watch() {
        reloader.view().subscribe(WATCHER, decision -> {
            if (decision.actor().equals(WATCHER) && !(decision.result() instanceof ReloadResult.Unchanged)) {
                output.accept(file.source().name() + ": " + reloads.describe(decision.result()));
            }
        });
        watcher.start();
    }

    /** Reloads as {@code /reload} does, and says how that went. */
    void reload(String actor) {
        reloader.submit(ReloadRequest.manual(file.source(), actor))
                .thenAccept(result -> output.accept(actor + ": " + reloads.describe(result)));
    }

    /** Returns the prompt that the configuration gives the console. */
    String consolePrompt() {
        return ConsoleSettings.read(registry.snapshot().document(), new ProblemCollector())
                .prompt();
    }

    /** Answers what somebody wrote on the console, be it with what went wrong. */
    String answer(RouteRequest sender, String text) {
        return answer(sender, text, Turn.unfollowed()).text();
    }

    Reply answer(RouteRequest sender, String text, Turn turn) {
        try {
            return meters.turn(CONSOLE, () -> chat.answer(CONSOLE, sender, text, turn));
        } catch (RuntimeException | Error e) {
            Failures.rethrowIfFatal(e);
            LOG.log(Level.WARNING, "a message failed: {0}", e.getClass().getName());
            return new Reply.Failed(
                    Reply.Reason.INTERNAL, "no answer: " + e.getClass().getSimpleName());
        }
    }

    /** Returns whether somebody can write to it who is not at the console. */
    boolean hasChannel() {
        return http.address().isPresent();
    }

    /** Has it end, which is once enough. */
    void end(Ending how) {
        ending.complete(how);
    }

    /** Waits until it is to end. */
    Ending awaitEnd() throws InterruptedException {
        try {
            return ending.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nothing completes it so
        }
    }

    private void run(String schedule, Job job) {
        Reply reply = meters.turn(schedule, () -> conversations.answer(job.message()));
        output.accept(schedule + " " + job.id() + ": " + reply.text());
    }

    /** Takes nothing new, waits some time for what is under way, and ends its threads. Once is enough; later calls wait for it. */
    @Override
    public synchronized void close() {
        ending.complete(Ending.STOP);
        watcher.close();
        reloader.close(PATIENCE);
        threads.end(PATIENCE);
        meters.close();
    }

    /** What the HTTP channel asks of this gateway. */
    private final class HttpDesk implements HttpHost {

        @Override
        public boolean isReady() {
            return reloader.view().current().isPresent() && !ending.isDone();
        }

        @Override
        public Reply answer(RouteRequest sender, String text, Turn turn) {
            return meters.turn(HttpChannel.NAME, () -> chat.answer(HttpChannel.NAME, sender, text, turn));
        }

        @Override
        public Reply answer(Hook hook, String body) {
            return meters.turn("hooks", () -> conversations.answer(hook.message(body)));
        }

        @Override
        public ConfigApi config() {
            return desk;
        }

        @Override
        public ScheduledExecutorService scheduler() {
            return threads.scheduler;
        }

        @Override
        public String metrics() {
            return meters.scrape();
        }
    }
}
