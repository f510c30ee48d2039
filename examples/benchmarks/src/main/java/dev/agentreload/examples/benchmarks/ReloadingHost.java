// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import com.google.common.primitives.Bytes;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.EnvironmentResolver;
import dev.agentreload.core.source.FileConfigSource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ResourceBundle;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A host as it is in production: a file, a reloader with a log in a file, and a registry of agents that cost nothing to make. Its file
 * alternates between two contents that differ in the model of one agent.
 */
final class ReloadingHost implements AutoCloseable {

    private final Path file;
    private final AgentRegistry<ResolvedAgent> registry;
    private final Reloader reloader;
    private final FileConfigSource source;
    private final FileLogger log = new FileLogger();

    private byte[] next;
    private byte[] afterNext;

    ReloadingHost(int agents, Executor executor) throws IOException {
        HostRuntime runtime = HostRuntime.of(executor);
        file = Files.createTempFile("agents", ".json");
        afterNext = SampleConfigs.utf8(SampleConfigs.json(agents));
        next = SampleConfigs.utf8(SampleConfigs.editedJson(agents));
        Files.write(file, afterNext);
        source = FileConfigSource.of(file, EnvironmentResolver.system());
        registry = AgentRegistry.create(agent -> agent, runtime);
        reloader = Reloader.builder(runtime)
                .participant(registry.participant())
                .ignoring(ReloadAction.parse("restart-heartbeat"))
                .logger(log)
                .build();
        ReloadResult started = reloader.start(source);
        if (!(started instanceof ReloadResult.Applied)) {
            throw new IllegalStateException(started.toString());
        }
    }

    AgentRegistry<ResolvedAgent> registry() {
        return registry;
    }

    Path file() {
        return file;
    }

    FileConfigSource source() {
        return source;
    }

    Reloader reloader() {
        return reloader;
    }

    /** Writes the other content into the file, and returns it. */
    byte[] edit() {
        return edit(0);
    }

    /** Writes the other content into the file, below so many empty lines, and returns it. */
    byte[] edit(int lines) {
        byte[] content = next;
        next = afterNext;
        afterNext = content;
        byte[] moved = Bytes.concat(SampleConfigs.utf8("\n".repeat(lines)), content);
        try {
            Files.write(file, moved);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return moved;
    }

    /**
     * Reloads what the file holds.
     *
     * @throws IllegalStateException if another number of agents was made than the one that differs
     */
    ReloadResult reload() {
        ReloadResult result = submit();
        if (!(result instanceof ReloadResult.Applied)
                || registry.snapshot().changes().built().size() != 1) {
            throw new IllegalStateException("not exactly one agent was built: " + result);
        }
        return result;
    }

    /** Reloads what the file holds, which may be what it held. */
    ReloadResult submit() {
        return reloader.submit(ReloadRequest.manual(source, "benchmark"))
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() throws IOException {
        reloader.close(Duration.ofSeconds(10));
        log.close();
        Files.deleteIfExists(file);
    }

    /** Writes each line to a file at once, which begins anew before it grows large. */
    private static final class FileLogger implements System.Logger, AutoCloseable {

        private static final long MOST_BYTES = 1 << 20;

        private final Path file = Files.createTempFile("reloads", ".log");
        private OutputStream output = Files.newOutputStream(file);
        private long written;

        FileLogger() throws IOException {}

        @Override
        public String getName() {
            return "benchmark";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= Level.INFO.getSeverity();
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Throwable thrown) {
            log(level, bundle, text + ": " + thrown);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String line, Object... values) {
            byte[] bytes = SampleConfigs.utf8(Instant.now() + " " + level + " " + line + "\n");
            try {
                written += bytes.length;
                if (written > MOST_BYTES) {
                    output.close();
                    output = Files.newOutputStream(file);
                    written = bytes.length;
                }
                output.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            output.close();
            Files.delete(file);
        }
    }
}
