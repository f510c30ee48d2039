// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.agents.command.ReloadCommands;
import dev.agentreload.agents.command.ReloaderCommands;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.source.ConfigWatcher;
import dev.agentreload.examples.gateway.admin.ConfigDesk;
import dev.agentreload.examples.gateway.admin.ConfigWrites;
import dev.agentreload.examples.gateway.admin.DecisionLog;
import dev.agentreload.examples.gateway.admin.DecisionWebhook;
import dev.agentreload.examples.gateway.admin.ProvisionalReloads;
import dev.agentreload.examples.gateway.admin.Revisions;
import dev.agentreload.examples.gateway.admin.StatusReport;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.examples.gateway.config.LastKnownGood;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What operators use: commands in a chat, the same over HTTP, and automatic reloads. */
public final class Operations implements AutoCloseable {

    private static final String WATCHER = "watcher";

    final ReloaderCommands commands;
    final ConfigDesk desk;
    private final Revisions revisions;
    private final ProvisionalReloads provisional;
    private final ConfigFile file;
    private final Reloader reloader;
    private final ConfigWatcher watcher;
    private final DecisionWebhook webhook;
    private final Consumer<String> output;

    /**
     * Composes them, and starts none.
     *
     * @param log keeps the decisions over restarts
     * @param output receives the outcome of automatic reloads
     */
    Operations(
            ConfigFile file,
            Reloader reloader,
            LastKnownGood copies,
            DecisionLog log,
            Agents agents,
            GatewayThreads threads,
            Set<GatewaySwitch> enabled,
            Consumer<String> output) {
        this.file = file;
        this.reloader = reloader;
        this.output = output;
        ConfigWrites writes =
                enabled.contains(GatewaySwitch.CONFIG_WRITES) ? ConfigWrites.ALLOWED : ConfigWrites.REFUSED;
        provisional = new ProvisionalReloads(reloader, file, threads.jobRuntime(), WATCHER, output);
        StatusReport status = new StatusReport(reloader.view(), file, copies, provisional);
        commands = ReloadCommands.of(reloader, file, agents.registry)
                .withProblemText(file::show)
                .withStatusRemarks(status::remarks)
                .withEarlierHistory(log::text);
        reloader.view().subscribe("decision log", log);
        revisions = new Revisions(reloader.view(), (base, target) -> GatewayRules.plan(base, target, List.of()));
        desk = new ConfigDesk.Builder(
                        reloader, file, agents.registry, agents.catalog, status::toMap, revisions, log, writes)
                .build();
        webhook = new DecisionWebhook(reloader.view(), agents.client, threads.scheduler);
        watcher = ConfigWatcher.builder(file, threads.runtime(), reloader.changeHandler(WATCHER, threads.reloads))
                .build();
    }

    /** Returns the commands of a chat besides those that every reloader has. */
    List<ChatCommand> chatCommands() {
        return ImmutableList.<ChatCommand>builder()
                .add(revisions.command())
                .addAll(provisional.commands(commands::describe))
                .build();
    }

    /** Reloads by itself from now on when the file changes, and says how that went. */
    public void watch() {
        reloader.view().subscribe(WATCHER, decision -> {
            if (decision.actor().equals(WATCHER) && !(decision.result() instanceof ReloadResult.Unchanged)) {
                output.accept(file.name() + ": " + commands.describe(decision.result()));
            }
        });
        watcher.start();
    }

    /** Reloads as {@code /reload} does, and says how that went. */
    public void reload(String actor) {
        reloader.submit(ReloadRequest.manual(file, actor))
                .thenAccept(result -> output.accept(actor + ": " + commands.describe(result)));
    }

    /** Reloads by itself no more, and tries nothing again. */
    @Override
    public void close() {
        watcher.close();
        webhook.close();
        provisional.close();
    }
}
