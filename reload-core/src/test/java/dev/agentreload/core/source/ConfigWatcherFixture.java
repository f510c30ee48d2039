// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.WatchStatus.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A watcher of a source of the test. All times are driven by hand. */
abstract class ConfigWatcherFixture {

    static final Duration QUIET = Duration.ofMillis(300);
    static final Duration POLL = Duration.ofSeconds(1);

    final HandDrivenScheduler scheduler = new HandDrivenScheduler();
    final FakeSource source = new FakeSource();
    final RecordingHandler handler = new RecordingHandler();
    final RecordedLog log = new RecordedLog();
    final ConfigWatcher watcher = ConfigWatcher.builder(
                    source, HostRuntime.of(Runnable::run, scheduler).withTicker(scheduler::ticker), handler)
            .logger(log)
            .build();

    /** Starts with content that counts as handed over. */
    void startWith(String content) {
        source.set(content);
        watcher.expect(FakeSource.hash(content));
        watcher.start();
        scheduler.advance(Duration.ZERO);
        assertThat(handler.take()).isEmpty();
        assertThat(watcher.status().phase()).isEqualTo(Phase.WATCHING);
    }

    void waitSeconds(long seconds) {
        scheduler.advance(Duration.ofSeconds(seconds));
    }

    static SourceHash hash(String content) {
        return FakeSource.hash(content);
    }

    /** Notes what is logged. */
    static final class RecordedLog implements System.Logger {

        private final List<String> lines = new ArrayList<>();

        List<String> lines() {
            return lines;
        }

        @Override
        public String getName() {
            return "recorded";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
            lines.add(level + " " + message);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... parameters) {
            lines.add(level + " " + format);
        }
    }
}
