// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import dev.agentreload.core.config.JsonText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** How log lines are written to standard error. */
enum LogOutput {
    /** Not at all. */
    OFF,
    /** For people. */
    TEXT,
    /** One JSON object a line, for programs. */
    JSON;

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger LOGS = Logger.getLogger("dev.agentreload");

    /** Has log lines of this project written so from now on. */
    void apply() {
        LOGS.setLevel(this == OFF ? Level.OFF : Level.INFO);
        if (this == JSON) {
            ConsoleHandler handler = new ConsoleHandler();
            handler.setFormatter(new JsonLines());
            LOGS.setUseParentHandlers(false);
            LOGS.addHandler(handler);
        }
    }

    private static final class JsonLines extends Formatter {

        @Override
        public String format(LogRecord line) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("time", Instant.ofEpochMilli(line.getMillis()).toString());
            map.put("level", line.getLevel().getName());
            map.put("logger", String.valueOf(line.getLoggerName()));
            map.put("message", formatMessage(line));
            return JsonText.compact(map) + "\n";
        }
    }
}
