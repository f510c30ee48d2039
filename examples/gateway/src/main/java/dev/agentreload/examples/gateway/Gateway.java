package dev.agentreload.examples.gateway;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.command.Audience;
import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.agents.command.CommandCall;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.CommandGateway;
import dev.agentreload.agents.command.ReloadCommands;
import dev.agentreload.agents.command.ReloaderCommands;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.session.SessionLanes;
import dev.agentreload.agents.session.WorkspaceSessions;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigWatcher;
import dev.agentreload.examples.gateway.channel.Hook;
import dev.agentreload.examples.gateway.channel.Hooks;
import dev.agentreload.examples.gateway.channel.HttpChannel;
import dev.agentreload.examples.gateway.channel.HttpHost;
import dev.agentreload.examples.gateway.chat.Chat;
import dev.agentreload.examples.gateway.chat.ChatAgent;
import dev.agentreload.examples.gateway.chat.Conversations;
import dev.agentreload.examples.gateway.chat.Failures;
import dev.agentreload.examples.gateway.chat.ModelSwitches;
import dev.agentreload.examples.gateway.chat.SessionFolders;
import dev.agentreload.examples.gateway.chat.SwitchModelCommand;
import dev.agentreload.examples.gateway.config.LastKnownGood;
import dev.agentreload.examples.gateway.provider.ChatProvider;
import dev.agentreload.examples.gateway.provider.ChatProviders;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import dev.agentreload.examples.gateway.provider.ProviderCheck;
import dev.agentreload.examples.gateway.schedule.Job;
import dev.agentreload.examples.gateway.schedule.Schedule;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.http.HttpModelSource;
import dev.agentreload.models.provider.ProviderPool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The composition of the parts, to be read from top to bottom: what keeps the state, the reloader that keeps it in step with the
 * file, and the channels and commands around it.
 */
final class Gateway implements AutoCloseable {

    static final String CONSOLE = "console";
    private static final Logger LOG = System.getLogger(Gateway.class.getName());

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String WATCHER = "watcher";
    private static final String DEFAULT_PROMPT = "> ";

    /** What concerns nobody but the conversation in which it is typed. */
    private static final Set<String> FOR_EVERYBODY = Set.of("clear", "switch model");

    private final GatewayThreads threads = new GatewayThreads();
    private final HostRuntime runtime = HostRuntime.of(threads.parts, threads.scheduler);

    // What keeps the state.
    private final ProviderPool<ChatProvider> providers =
            ProviderPool.builder(new ChatProviders(), runtime).build();
    private final AgentRegistry<ChatAgent> registry = AgentRegistry.builder(providers, ChatAgent::new, runtime)
            .policy(HostPolicy.AGENTS)
            .build();
    private final HttpClient client = HttpClient.newHttpClient();
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

    // What people talk to.
    private final Chat chat;
    private final Consumer<String> output;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Composes the parts, and starts none.
     *
     * @param sessions where agents without a workspace keep their sessions
     * @param output receives what is no answer, such as what a job's agent says
     */
    Gateway(ConfigFile file, Path sessions, Consumer<String> output) {
        this.file = file;
        this.output = output;
        this.sessions = WorkspaceSessions.create(
                new SessionFolders(file.folder(), sessions),
                sessions.resolve("locations.json"),
                runtime,
                HostPolicy.AGENTS);
        this.conversations = new Conversations(
                registry,
                this.sessions,
                SessionLanes.create(runtime.withExecutor(threads.channels)),
                switches,
                runtime.clock());
        this.http = new HttpChannel(new HttpDesk(), hooks, threads.channels, output);
        this.reloader = reloader();
        this.lastKnownGood = new LastKnownGood(file.source());
        this.reloads = ReloadCommands.of(reloader, file.source(), registry)
                .withProblemText(file::show)
                .withStatusRemarks(lastKnownGood::problem);
        this.watcher = ConfigWatcher.builder(file.source(), runtime, reloader.changeHandler(WATCHER, threads.reloads))
                .build();
        this.chat = new Chat(registry, commands(), conversations);
    }

    /** Everything that changes with the file, in the order in which it is started. */
    private Reloader reloader() {
        return Reloader.builder(runtime)
                .rules(RuleTable.defaults().toBuilder()
                        .channel(HttpChannel.NAME)
                        .build())
                .participant(catalog.participant())
                .participant(new ProviderCheck())
                .participant(registry.participant())
                .participant(sessions.participant())
                .participant(hooks.participant())
                .participant(Schedule.cron(threads.timer, job -> run("cron", job)))
                .participant(Schedule.heartbeat(threads.timer, job -> run("heartbeat", job)))
                .participant(http)
                .ignoring(ReloadAction.RESTART_GMAIL_WATCHER) // this gateway has none,
                .ignoring(ReloadAction.RESTART_BROWSER_CONTROL) // nor this
                .requestExecutor(threads.reloads)
                .build();
    }

    private CommandGateway commands() {
        return CommandGateway.builder()
                .command(harmless(
                        "start",
                        "say hello",
                        call -> "you talk to " + call.request().agent() + "; try /help"))
                .registry(
                        registry,
                        catalog,
                        session -> switches.find(
                                session, registry.snapshot().config().models()))
                .command(new SwitchModelCommand(registry, catalog, switches))
                .command(harmless("list channels", "all channels", call -> channels()))
                .command(harmless(
                        "show channel",
                        "the channel you write on",
                        call -> call.request().caller().channel()))
                .command(harmless("switch channel", "see whether a channel can be written on", this::switchChannel)
                        .taking("to <name>"))
                .sessions(sessions::of)
                .reload(reloads)
                .authorizer(Gateway::allows)
                .build();
    }

    private static ChatCommand harmless(String name, String description, ChatCommand.Body body) {
        return ChatCommand.of(name, description, Audience.EVERYONE, body);
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
        return lastKnownGood
                .find()
                .map(copy -> "\nthe last configuration that worked is in " + copy.getFileName()
                        + "; run with --last-good to start with it")
                .orElse("");
    }

    /** Starts with the copy of what worked last, whatever the file says; reloads read the file. */
    Optional<String> startWithLastGood() {
        Optional<Path> copy = lastKnownGood.take();
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

    /** Returns the prompt that the configuration gives the console. */
    String consolePrompt() {
        return registry.snapshot()
                .document()
                .find(ConfigPath.of("channels", CONSOLE, "prompt"))
                .filter(ConfigString.class::isInstance)
                .map(prompt -> ((ConfigString) prompt).value())
                .orElse(DEFAULT_PROMPT);
    }

    /** Answers what somebody wrote on the console, be it with what went wrong. */
    String answer(RouteRequest sender, String text) {
        try {
            return chat.answer(CONSOLE, sender, text);
        } catch (RuntimeException | Error e) {
            Failures.rethrowIfFatal(e);
            LOG.log(Level.WARNING, "a message failed: {0}", e.getClass().getName());
            return "no answer: " + e.getClass().getSimpleName();
        }
    }

    /** Returns whether somebody can write to it who is not at the console. */
    boolean hasChannel() {
        return http.address().isPresent();
    }

    /** Waits until it is closed. */
    void awaitClose() throws InterruptedException {
        closed.await();
    }

    private void run(String schedule, Job job) {
        output.accept(schedule + " " + job.id() + ": " + conversations.answer(job.message()));
    }

    /** As in PicoClaw this only checks the name: an answer always goes where the message came from. */
    private String switchChannel(CommandCall call) {
        List<String> words = call.arguments();
        if (words.size() != 2 || !words.get(0).equalsIgnoreCase("to")) {
            return "usage: /switch channel to <name>";
        }
        String name = words.get(1).toLowerCase(Locale.ROOT);
        List<String> known = hasChannel() ? List.of(CONSOLE, HttpChannel.NAME) : List.of(CONSOLE);
        return known.contains(name)
                ? name + " can be written on; answers go where a message comes from, here to "
                        + call.request().caller().channel()
                : "unknown channel [" + words.get(1) + "]; expected " + String.join(" or ", known);
    }

    private String channels() {
        return CONSOLE
                + http.address()
                        .map(address -> "\n" + HttpChannel.NAME + ", " + address)
                        .orElse("");
    }

    /** Takes nothing new, waits some time for what is under way, and ends its threads. Once is enough; later calls wait for it. */
    @Override
    public synchronized void close() {
        if (closed.getCount() > 0) {
            watcher.close();
            reloader.close(PATIENCE);
            threads.end(PATIENCE);
            closed.countDown();
        }
    }

    /** What the HTTP channel asks of this gateway. */
    private final class HttpDesk implements HttpHost {

        @Override
        public boolean isStarted() {
            return reloader.view().current().isPresent();
        }

        @Override
        public String answer(RouteRequest sender, String text) {
            return chat.answer(HttpChannel.NAME, sender, text);
        }

        @Override
        public String answer(Hook hook, String body) {
            return conversations.answer(hook.message(body));
        }

        @Override
        public CompletionStage<ReloadResult> reload() {
            return reloader.submit(ReloadRequest.manual(file.source(), HttpChannel.NAME));
        }

        @Override
        public Map<String, ?> status() {
            return new StatusReport(reloader.view(), lastKnownGood).toMap();
        }
    }
}
