// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.CommandGateway;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.runtime.CallbackFailures;
import dev.agentreload.examples.gateway.admin.ConfigDesk;
import dev.agentreload.examples.gateway.channel.ConfigApi;
import dev.agentreload.examples.gateway.channel.Hook;
import dev.agentreload.examples.gateway.channel.HttpChannel;
import dev.agentreload.examples.gateway.channel.HttpHost;
import dev.agentreload.examples.gateway.chat.Chat;
import dev.agentreload.examples.gateway.chat.Conversations;
import dev.agentreload.examples.gateway.chat.HostCommands;
import dev.agentreload.examples.gateway.chat.Reply;
import dev.agentreload.examples.gateway.chat.Turn;
import dev.agentreload.examples.gateway.console.ConsoleSettings;
import dev.agentreload.examples.gateway.schedule.Job;
import dev.agentreload.examples.gateway.schedule.JobCommands;
import dev.agentreload.micrometer.ReloadMeters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

/** Answers messages and commands, on the console, over HTTP, or by a schedule, and counts it. */
public final class FrontDesk implements HttpHost, AutoCloseable {

    private static final Logger LOG = System.getLogger(FrontDesk.class.getName());

    /** What concerns only the conversation in which it is typed. */
    private static final Set<String> FOR_EVERYBODY = Set.of("clear", "switch model");

    private final Gateway gateway;
    private final Reloader reloader;
    private final AgentRegistry<?> registry;
    private final ScheduledExecutorService scheduler;
    private final ConfigDesk config;
    private final Conversations conversations;
    private final Chat chat;
    private final GatewayMeters meters;

    FrontDesk(
            Gateway gateway,
            GatewayThreads threads,
            Agents agents,
            JobCommands jobs,
            Reloader reloader,
            Operations operations) {
        this.gateway = gateway;
        this.reloader = reloader;
        this.registry = agents.registry;
        this.scheduler = threads.scheduler;
        this.config = operations.desk;
        this.conversations = agents.conversations;
        this.chat = new Chat(agents.registry, commands(agents, jobs, reloader, operations), agents.conversations);
        this.meters = new GatewayMeters(
                ReloadMeters.builder(reloader.view())
                        .agents(agents.registry)
                        .providers(agents.providers)
                        .build(),
                agents.conversations);
    }

    private CommandGateway commands(Agents agents, JobCommands jobs, Reloader reloader, Operations operations) {
        CommandGateway.Builder commands =
                agents.commands().reload(operations.commands).authorizer(FrontDesk::allows);
        operations.chatCommands().forEach(commands::command);
        jobs.all().forEach(commands::command);
        new HostCommands(
                        agents.conversations,
                        reloader,
                        gateway::address,
                        () -> gateway.lifetime().end(Lifetime.Ending.RESTART))
                .all()
                .forEach(commands::command);
        return commands.build();
    }

    /** People at the console may edit the file anyway. */
    private static boolean allows(CommandCaller caller, String command) {
        return caller.channel().equals(HostCommands.CONSOLE) || FOR_EVERYBODY.contains(command);
    }

    /** Answers a line of the console, be it with what went wrong. */
    public Reply answerConsole(RouteRequest sender, String text, Turn turn) {
        try {
            return meters.turn(HostCommands.CONSOLE, () -> chat.answer(HostCommands.CONSOLE, sender, text, turn));
        } catch (RuntimeException | Error e) {
            CallbackFailures.rethrowIfFatal(e);
            LOG.log(Level.WARNING, "a message failed: {0}", e.getClass().getName());
            return new Reply.Failed(
                    Reply.Reason.INTERNAL, "no answer: " + e.getClass().getSimpleName());
        }
    }

    /** Returns the answer to a job's message, with the name of the job. */
    String run(String schedule, Job job) {
        Reply reply = meters.turn(schedule, () -> conversations.answer(job.message()));
        return schedule + " " + job.id() + ": " + reply.text();
    }

    /** Returns the prompt that the configuration gives the console. */
    public String consolePrompt() {
        return ConsoleSettings.read(registry.snapshot().document(), new ProblemCollector())
                .prompt();
    }

    @Override
    public boolean isReady() {
        return reloader.view().current().isPresent() && !gateway.lifetime().isOver();
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
    public ConfigApi config(String actor) {
        return config.actingFor(actor);
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public String metrics() {
        return meters.scrape();
    }

    @Override
    public void close() {
        meters.close();
    }
}
