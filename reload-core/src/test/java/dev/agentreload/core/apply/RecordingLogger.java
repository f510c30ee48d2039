// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import java.text.MessageFormat;
import java.util.List;
import java.util.Queue;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps the lines it is given. */
final class RecordingLogger implements System.Logger {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();

    List<String> lines() {
        return lines;
    }

    /** Has this happen before the next line is kept. */
    void next(Runnable event) {
        events.add(event);
    }

    private void line(String text) {
        Runnable event = events.poll();
        if (event != null) {
            event.run();
        }
        lines.add(text);
    }

    @Override
    public String getName() {
        return "recording";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
        line(level + " " + text);
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... parameters) {
        line(level + " "
                + (parameters == null || parameters.length == 0 ? format : MessageFormat.format(format, parameters)));
    }
}
