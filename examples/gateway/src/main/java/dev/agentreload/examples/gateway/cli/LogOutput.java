// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import com.google.common.base.Throwables;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.examples.gateway.console.TerminalText;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** How log lines are written to standard error. */
enum LogOutput {
    /** Not at all. */
    OFF,
    /** For people. */
    TEXT,
    /** One JSON object a line, for programs. */
    JSON;

    /** Held, since a logger without a reference forgets its level. */
    private static final Logger LOGS = Logger.getLogger("dev.agentreload");

    /** Has log lines of this project written so from now on. */
    void apply() {
        LOGS.setLevel(this == OFF ? Level.OFF : Level.INFO);
        if (this != OFF) {
            ConsoleHandler handler = new ConsoleHandler();
            handler.setFormatter(new Lines(this));
            inUtf8(handler);
            LOGS.setUseParentHandlers(false);
            LOGS.addHandler(handler);
        }
    }

    private static void inUtf8(Handler handler) {
        try {
            handler.setEncoding(StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException e) {
            throw new AssertionError("every Java platform has it", e);
        }
    }

    /** Returns a line of the log as it is written, in which nothing that it quotes drives the terminal. */
    String line(LogRecord line) {
        String text = this == JSON ? JsonText.compact(json(line)) + "\n" : new SimpleFormatter().format(line);
        return TerminalText.withVisibleControls(text);
    }

    private static Map<String, Object> json(LogRecord line) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("time", line.getInstant().toString());
        map.put("level", line.getLevel().getName());
        map.put("logger", String.valueOf(line.getLoggerName()));
        map.put("message", new SimpleFormatter().formatMessage(line));
        Optional.ofNullable(line.getThrown())
                .ifPresent(thrown -> map.put("thrown", Throwables.getStackTraceAsString(thrown)));
        return map;
    }

    private static final class Lines extends Formatter {

        private final LogOutput output;

        Lines(LogOutput output) {
            this.output = output;
        }

        @Override
        public String format(LogRecord line) {
            return output.line(line);
        }
    }
}
