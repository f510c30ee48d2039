// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.examples.gateway.admin.DecisionLog;
import dev.agentreload.examples.gateway.channel.Hooks;
import dev.agentreload.examples.gateway.channel.HttpChannel;
import dev.agentreload.examples.gateway.chat.Turn;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.examples.gateway.config.LastKnownGood;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import dev.agentreload.examples.gateway.provider.ProviderCheck;
import dev.agentreload.examples.gateway.schedule.JobCommands;
import dev.agentreload.examples.gateway.schedule.Schedule;
import dev.agentreload.models.file.ModelsFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The composition, to be read from top to bottom: what keeps the state, the reloader that keeps it in step with the file, and what
 * people talk to. <em>Safe for use by multiple threads.</em>
 */
public final class Gateway implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(25);

    private final Lifetime lifetime = new Lifetime();
    private final GatewayThreads threads = new GatewayThreads();
    private final Agents agents;
    private final HttpChannel http;
    private final Schedule cron;
    private final Schedule heartbeat;
    private final Reloader reloader;
    private final GatewayStart start;
    private final Operations operations;
    private final FrontDesk desk;

    /**
     * Composes the parts, and starts none.
     *
     * @param folder where agents without a workspace keep their sessions, and what the gateway writes beside
     * @param output receives what is no answer, such as what a job's agent says
     * @param enabled what is switched on
     */
    public Gateway(ConfigFile file, Path folder, Consumer<String> output, Set<GatewaySwitch> enabled) {
        // What keeps the state.
        agents = new Agents(file.folder(), folder, threads, enabled);
        Hooks hooks = new Hooks(threads.runtime());
        ModelsFile models = ModelsFile.of(folder.resolve("models.json"), HostPolicy.MODELS);
        http = new HttpChannel(this::desk, hooks, threads.runtime(), output);
        cron = Schedule.cron(threads.jobRuntime(), folder, job -> output.accept(desk().run("cron", job)));
        heartbeat =
                Schedule.heartbeat(threads.jobRuntime(), folder, job -> output.accept(desk().run("heartbeat", job)));

        // What keeps it in step with the file.
        reloader = reloader(hooks, models);
        LastKnownGood copies = new LastKnownGood(file, folder);
        start = new GatewayStart(reloader, file, copies, output);

        // What operators use, and what people talk to.
        operations = new Operations(file, reloader, copies, new DecisionLog(folder), agents, threads, enabled, output);
        desk = new FrontDesk(this, threads, agents, new JobCommands(List.of(cron, heartbeat)), reloader, operations);
    }

    /** Everything that changes with the file, in the order in which it is started. */
    private Reloader reloader(Hooks hooks, ModelsFile models) {
        Reloader.Builder parts = Reloader.builder(threads.runtime()).rules(GatewayRules.table());
        GatewayRules.IGNORED.forEach(parts::ignoring);
        return parts.participant(agents.catalog.participant())
                .participant(new ProviderCheck())
                .participant(new SettingsCheck())
                .participant(agents.registry.participant())
                .participant(agents.sessions.participant())
                .participant(hooks.participant())
                .participant(models.participant())
                .participant(cron)
                .participant(heartbeat)
                .participant(http)
                .requestExecutor(threads.reloads)
                .build();
    }

    /** Returns who answers. Requests and jobs come in when all of it is there: not before the start. */
    public FrontDesk desk() {
        return desk;
    }

    /** Returns what operators use. */
    public Operations operations() {
        return operations;
    }

    /** Returns what says when it ends. */
    public Lifetime lifetime() {
        return lifetime;
    }

    /** Starts with what the file says. Returns why it could not, or empty. */
    public Optional<String> start() {
        return start.withFile();
    }

    /** Starts with the copy of what worked last, whatever the file says; reloads read the file. Returns why it could not, or empty. */
    public Optional<String> startWithLastGood() {
        return start.withLastGood();
    }

    /** Returns the text of the answer to a line of the console. */
    public String answer(RouteRequest sender, String text) {
        return desk.answerConsole(sender, text, Turn.unfollowed()).text();
    }

    /** Returns where others than the console can write to it; empty if nowhere. */
    public Optional<URI> address() {
        return http.address();
    }

    /** Takes nothing new, waits some time for what is under way, and ends its threads. Once is enough; later calls wait for it. */
    @Override
    public synchronized void close() {
        lifetime.end(Lifetime.Ending.STOP);
        operations.close();
        reloader.close(TIMEOUT);
        threads.end(TIMEOUT);
        desk.close();
    }
}
