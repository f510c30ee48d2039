// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.minimal;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigWatcher;
import dev.agentreload.core.source.EnvironmentResolver;
import dev.agentreload.core.source.FileConfigSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/** A chat on the console whose agents echo, and which reloads them when the configuration file changes. */
public final class Minimal {

    private Minimal() {}

    /**
     * Runs the chat until the end of the input.
     *
     * @param args the configuration file; {@code agents.json} if there is none
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args.length == 0 ? "agents.json" : args[0]);
        chat(file, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), System.out);
    }

    static void chat(Path file, BufferedReader input, PrintStream output) throws IOException {
        ExecutorService executor = Executors.newCachedThreadPool();
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        HostRuntime runtime = HostRuntime.of(executor, scheduler);

        FileConfigSource source = FileConfigSource.of(file, EnvironmentResolver.system());
        AgentRegistry<UnaryOperator<String>> registry = AgentRegistry.create( // build your own agent here
                agent -> text -> agent.id() + " on " + agent.model().ref() + ": " + text, runtime);
        Reloader reloader = Reloader.builder(runtime)
                .participant(registry.participant())
                .ignoring(ReloadAction.RESTART_HEARTBEAT) // this host has none
                .build();
        reloader.view().subscribe("console", decision -> output.println(describe(decision.result())));

        try (ConfigWatcher watcher = ConfigWatcher.builder(source, runtime, reloader.changeHandler("watcher", executor))
                .build()) {
            reloader.start(source).orThrow();
            watcher.start();
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                try (TurnLease<UnaryOperator<String>> turn = registry.lease(RouteRequest.of("console"))) {
                    output.println(turn.agent().apply(line));
                }
            }
        } finally {
            reloader.close();
            executor.shutdown();
            scheduler.shutdown();
        }
    }

    /** Returns what was applied, as a table, or why nothing was. */
    private static String describe(ReloadResult result) {
        return result instanceof ReloadResult.Applied applied
                ? applied.plan().map(ReloadPlan::explain).orElse(applied.summary())
                : result.summary();
    }
}
