// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file from elsewhere is looked at with these commands first, and nothing in it may drive the terminal. */
class HostileFileTest {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069&&[^\\n\\t]]");

    /** Some of it as JSON writes it, some as it is. */
    private static final String HOSTILE = """
            {
              "models": {"providers": {
                "e\\u001b]0;OWN\\u0007l": {"api": "echo", "models": [{"id": "s~31ml", "name": "N^me\\u001b[2J"}]},
                "echo": {"models": [{"id": "small"}]}}},
              "agents": {"defaults": {"model": "echo/small"}, "list": [{"id": "m\\u001b[31main", "model": "echo/x~5m"}]},
              "bindings": [{"agentId": "no\\u001b[7mbody^", "match": {"channel": "tel~"}}],
              "channels": {"console": {"prompt": "\\u001b]0;T\\u0007> "}, "ht~tp": {}},
              "cr\\u001b[31mon": {},
              "cron": {"jobs": [{"id": "d~", "every": "1h", "message": "m"}]}
            }
            """.replace('~', '\u009b').replace('^', '\u202e');

    @TempDir
    private Path directory;

    private String file = "";
    private String before = "";

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("config.json"), HOSTILE).toString();
        before = Files.writeString(directory.resolve("before.json"), "{}").toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "models", "route", "plan", "plan --all"})
    void command_onAHostileFile_printsNoControls(String command) {
        assertHarmless(run(command));
        assertHarmless(run(command + " --json"));
    }

    private CommandRun run(String command) {
        String files = command.startsWith("plan") ? " " + before + " " + file : " " + file;
        return CommandRun.of(
                (command + files + (command.startsWith("route") ? " --channel tel\u009b" : "")).split(" "));
    }

    private static void assertHarmless(CommandRun run) {
        assertThat(run.output()).isNotBlank();
        assertThat(CONTROL.matcher(run.output().replace("\r\n", "\n")).find())
                .as(run.output())
                .isFalse();
        assertThat(CONTROL.matcher(run.errors().replace("\r\n", "\n")).find())
                .as(run.errors())
                .isFalse();
    }

    @Test
    void json_ofAFileWithControls_hasItsTextsUnchanged() {
        assertThat(ConfigDocument.parse("answer", run("models --json").output())
                        .bind("models[0].name", String.class)
                        .orThrow())
                .isEqualTo("N\u202eme\u001b[2J");
    }

    @Test
    void syntaxError_besideControls_isShownWithoutThem() throws IOException {
        Files.writeString(Path.of(file), "{\"a\u009b5m\": \u001b[31m bad, // c\u001b[0m\n}");

        CommandRun run = run("validate");

        assertHarmless(run);
        assertThat(run.output()).contains("unexpected control character [U+001B] at \"a\\u009b5m\"");
    }

    @Test
    void logLine_quotingControls_hasNone() {
        LogRecord line = new LogRecord(Level.INFO, "job [d\u009b31m\u001b]0;t\u0007] failed");

        assertThat(LogOutput.TEXT.line(line)).contains("job [d\\u009b31m\\u001b]0;t\\u0007] failed");
        assertThat(LogOutput.JSON.line(line)).endsWith("}\n");
        assertThat(CONTROL.matcher(LogOutput.JSON.line(line)).find()).isFalse();
        assertThat(ConfigDocument.parse("line", LogOutput.JSON.line(line))
                        .bind("message", String.class)
                        .orThrow())
                .isEqualTo(line.getMessage());
    }

    @Test
    void logLine_forPrograms_isOneLineOfJsonForAnyText() {
        LogRecord line = new LogRecord(Level.WARNING, "job [{0}] failed:\n\"{1}\"");
        line.setParameters(new Object[] {"a\\", "b"});
        line.setLoggerName("dev.agentreload.x");
        line.setThrown(new IllegalStateException("two\nlines", new IOException("cause")));

        String text = LogOutput.JSON.line(line);

        assertThat(text.strip().lines()).hasSize(1);
        ConfigDocument json = ConfigDocument.parse("line", text);
        assertThat(json.bind("message", String.class).orThrow()).isEqualTo("job [a\\] failed:\n\"b\"");
        assertThat(json.bind("level", String.class).orThrow()).isEqualTo("WARNING");
        assertThat(json.bind("logger", String.class).orThrow()).isEqualTo("dev.agentreload.x");
        assertThat(json.bind("thrown", String.class).orThrow())
                .startsWith("java.lang.IllegalStateException: two\nlines\n\tat ")
                .contains("Caused by: java.io.IOException: cause");
    }
}
