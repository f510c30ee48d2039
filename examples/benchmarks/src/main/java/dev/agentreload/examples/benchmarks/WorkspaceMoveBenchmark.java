// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStoreException;
import dev.agentreload.agents.session.WorkspaceSessions;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whether a reload that moves a workspace takes longer when there are more sessions in it. The histories follow afterwards, on an
 * executor that has not come to it here.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 50)
@Measurement(iterations = 50)
public class WorkspaceMoveBenchmark {

    private static final AgentId AGENT = new AgentId("main");

    /** How many sessions the agent has. */
    @Param({"10", "10000"})
    int sessions;

    private Path home = Path.of("");
    private Reloader reloader = Reloader.builder(HostRuntime.of(Runnable::run)).build();
    private int round;

    /** Writes the sessions. */
    @Setup
    public void write() throws IOException, SessionStoreException {
        home = Files.createTempDirectory("workspaces");
        WorkspaceSessions all = begin();
        for (int i = 0; i < sessions; i++) {
            SessionKey key = new SessionKey("agent:main:peer-" + i);
            all.of(AGENT).append(key, SessionMessage.of(SessionRole.USER, "hello", Instant.EPOCH));
        }
    }

    /** Removes them. */
    @TearDown
    public void remove() throws IOException {
        MoreFiles.deleteRecursively(home, RecursiveDeleteOption.ALLOW_INSECURE);
    }

    /** Starts a host that finds the sessions where they were written. */
    @Setup(Level.Invocation)
    public void start() {
        begin();
    }

    private WorkspaceSessions begin() {
        round++;
        WorkspaceSessions all = WorkspaceSessions.create(
                agent -> home.resolve(agent.workspace().orElseThrow()),
                home.resolve("locations-" + round + ".json"),
                HostRuntime.of(later -> {}),
                AgentsPolicy.standard());
        reloader = Reloader.builder(HostRuntime.of(Runnable::run))
                .participant(all.participant())
                .ignoring(ReloadAction.RESTART_HEARTBEAT)
                .build();
        reloader.start(workspace("first")).orThrow();
        return all;
    }

    private static ConfigSource workspace(String name) {
        String json = """
                {"models": {"providers": {"p": {}}},
                 "agents": {"list": [{"id": "main", "model": "p/m", "workspace": "%s"}]}}
                """.formatted(name);
        return ConfigSource.of("config.json", () -> ConfigReader.standard().read("config.json", json));
    }

    /** Moves the workspace. */
    @Benchmark
    public ReloadResult move() {
        return reloader.reload(ReloadRequest.manual(workspace("second-" + round), "benchmark"))
                .orThrow();
    }
}
