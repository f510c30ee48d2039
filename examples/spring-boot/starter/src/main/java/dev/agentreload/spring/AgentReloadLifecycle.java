// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.apply.CloseReport;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.ConfigWatcher;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the agents before the web server takes requests, and closes them after it has ended its last one. A start that fails ends
 * the start of the application. <em>Safe for use by multiple threads.</em>
 *
 * <p>A context that was stopped cannot start again, and checkpoints are not supported: a reloader is closed once.
 */
public final class AgentReloadLifecycle implements SmartLifecycle {

    /** Below the phase in which Boot starts and stops the web server. */
    public static final int PHASE = DEFAULT_PHASE - 3072;

    private static final System.Logger LOG = System.getLogger(AgentReloadLifecycle.class.getName());

    private final Reloader reloader;
    private final ConfigSource source;
    private final @Nullable ConfigWatcher watcher;
    private final Duration shutdownTimeout;
    private volatile boolean running;

    /**
     * Creates the lifecycle.
     *
     * @param watcher starts after the reloader; null if the source is not watched
     * @param shutdownTimeout how long open turns have to end
     */
    public AgentReloadLifecycle(
            Reloader reloader, ConfigSource source, @Nullable ConfigWatcher watcher, Duration shutdownTimeout) {
        this.reloader = requireNonNull(reloader, "reloader");
        this.source = requireNonNull(source, "source");
        this.watcher = watcher;
        this.shutdownTimeout = requireNonNull(shutdownTimeout, "shutdownTimeout");
    }

    /**
     * Starts reloader and watcher.
     *
     * @throws dev.agentreload.core.apply.ReloadFailedException if the first configuration cannot be put into force
     */
    @Override
    public void start() {
        reloader.start(source).orThrow();
        running = true;
        if (watcher != null) {
            watcher.start();
        }
    }

    /** Closes watcher and reloader, and waits for open turns as long as the properties say. */
    @Override
    public void stop() {
        if (watcher != null) {
            watcher.close();
        }
        CloseReport report = reloader.close(shutdownTimeout);
        running = false;
        if (!report.isClean()) {
            LOG.log(System.Logger.Level.WARNING, "agents did not close cleanly: {0}", report);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Returns false: a paused context would close the reloader for good. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
