// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.examples.gateway.admin.ConfigWrites;
import dev.agentreload.examples.gateway.channel.Hooks;
import dev.agentreload.examples.gateway.channel.HttpChannel;
import dev.agentreload.examples.gateway.channel.HttpHost;
import dev.agentreload.examples.gateway.chat.HostCommands;
import dev.agentreload.examples.gateway.chat.Reply;
import dev.agentreload.examples.gateway.chat.Turn;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.examples.gateway.config.LastKnownGood;
import dev.agentreload.examples.gateway.console.ConsoleSettings;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import dev.agentreload.examples.gateway.provider.ProviderCheck;
import dev.agentreload.examples.gateway.schedule.Job;
import dev.agentreload.examples.gateway.schedule.Schedule;
import dev.agentreload.models.file.ModelsFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * The composition, to be read from top to bottom: what keeps the state, the reloader that keeps it in step with the file, and what
 * people talk to. <em>Safe for use by multiple threads.</em>
 */
public final class Gateway implements AutoCloseable {

    /** The console's name as a channel. */
    public static final String CONSOLE = HostCommands.CONSOLE;

    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /** How a gateway ends. */
    public enum Ending {
        STOP,
        RESTART
    }

    private final GatewayThreads threads = new GatewayThreads();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final Consumer<String> output;
    private final Agents agents;
    private final HttpChannel http;
    private final Reloader reloader;
    private final GatewayStart start;
    private final Operations operations;
    private final FrontDesk desk;

    /**
     * Composes the parts, and starts none.
     *
     * @param folder where agents without a workspace keep their sessions, and what the gateway writes beside
     * @param output receives what is no answer, such as what a job's agent says
     * @param wanted what is switched on
     */
    public Gateway(ConfigFile file, Path folder, Consumer<String> output, Set<GatewaySwitch> wanted) {
        this.output = output;

        // What keeps the state.
        Agents.Probing probing =
                wanted.contains(GatewaySwitch.PROBES) ? Agents.Probing.EACH_BUILT : Agents.Probing.NONE;
        agents = new Agents(file.folder(), folder, threads, probing);
        Hooks hooks = new Hooks(threads.runtime());
        http = new HttpChannel(this::desk, hooks, threads.runtime(), output);

        // What keeps it in step with the file.
        reloader = reloader(hooks, ModelsFile.of(folder.resolve("models.json"), HostPolicy.MODELS));
        LastKnownGood copies = new LastKnownGood(file.source(), folder);
        start = new GatewayStart(reloader, file, copies, output);

        // What people talk to, and what operators use.
        ConfigWrites writes =
                wanted.contains(GatewaySwitch.CONFIG_WRITES) ? ConfigWrites.ALLOWED : ConfigWrites.REFUSED;
        operations = new Operations(file, reloader, copies, agents, threads, writes, output);
        desk = new FrontDesk(this, threads, agents, reloader, operations);
    }

    /** Everything that changes with the file, in the order in which it is started. */
    private Reloader reloader(Hooks hooks, ModelsFile models) {
        Reloader.Builder parts = Reloader.builder(threads.runtime()).rules(GatewayRules.table());
        GatewayRules.IGNORED.forEach(parts::ignoring);
        return parts.participant(agents.catalog.participant())
                .participant(new ProviderCheck())
                .participant(agents.registry.participant())
                .participant(agents.sessions.participant())
                .participant(hooks.participant())
                .participant(models.participant())
                .participant(Schedule.cron(threads.jobRuntime(), job -> run("cron", job)))
                .participant(Schedule.heartbeat(threads.jobRuntime(), job -> run("heartbeat", job)))
                .participant(http)
                .requestExecutor(threads.reloads)
                .build();
    }

    /** Requests come in when all of it is there: not before the start. */
    private HttpHost desk() {
        return desk;
    }

    /** Starts with what the file says. Returns why it could not, or empty. */
    public Optional<String> start() {
        return start.withFile();
    }

    /** Starts with the copy of what worked last, whatever the file says; reloads read the file. Returns why it could not, or empty. */
    public Optional<String> startWithLastGood() {
        return start.withLastGood();
    }

    /** Reloads by itself from now on when the file changes, and says how that went. */
    public void watch() {
        operations.watch();
    }

    /** Reloads as {@code /reload} does, and says how that went. */
    public void reload(String actor) {
        operations.reload(actor);
    }

    private void run(String schedule, Job job) {
        output.accept(
                schedule + " " + job.id() + ": " + desk.answer(schedule, job).text());
    }

    /** Returns the text of what {@link #answer(RouteRequest, String, Turn)} returns. */
    public String answer(RouteRequest sender, String text) {
        return answer(sender, text, Turn.unfollowed()).text();
    }

    /** Answers what somebody wrote on the console, be it with what went wrong. */
    public Reply answer(RouteRequest sender, String text, Turn turn) {
        return desk.answerConsole(sender, text, turn);
    }

    /** Returns the prompt that the configuration gives the console. */
    public String consolePrompt() {
        return ConsoleSettings.read(agents.registry.snapshot().document(), new ProblemCollector())
                .prompt();
    }

    /** Returns where others than the console can write to it; empty if nowhere. */
    public Optional<URI> address() {
        return http.address();
    }

    /** Returns whether there is anybody to answer, and it does not end. */
    boolean isReady() {
        return reloader.view().current().isPresent() && !ending.isDone();
    }

    /** Has it end, which is once enough. */
    public void end(Ending how) {
        ending.complete(how);
    }

    /** Waits until it is to end. */
    public Ending awaitEnd() throws InterruptedException {
        try {
            return ending.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nothing completes it so
        }
    }

    /** Takes nothing new, waits some time for what is under way, and ends its threads. Once is enough; later calls wait for it. */
    @Override
    public synchronized void close() {
        end(Ending.STOP);
        operations.close();
        reloader.close(PATIENCE);
        threads.end(PATIENCE);
        desk.close();
    }
}
