// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.JsonText;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {

    /** Colours, the clipboard, the title, both kinds of string ends, a C1 introducer, deleting, and reversed text. */
    private static final String HOSTILE =
            "a\u001B[31mb\u001B]52;c;Zm9v\u0007c\rd\u001B]0;t\u001B\\e\u009B2Jf\u009D0;t\u009Cg"
                    + "\b\u007Fh\u202Ei\u2066j\u2069k\u0085l\u001Bcm";

    private static final String HARMLESS = "a[31mb]52;c;Zm9vcd]0;t\\e2Jf0;tghijklcm";

    @Test
    void text_withoutControls_keepsLinesTabsAndAllLetters() {
        String letters = "tab\t and line\n, \u00e4, \u4f60, \ud83d\ude00, a\u0301, \u200d";

        assertThat(TerminalText.withoutControls(HOSTILE)).isEqualTo(HARMLESS);
        assertThat(TerminalText.withoutControls(letters)).isEqualTo(letters);
        assertThat(TerminalText.withVisibleControls(letters)).isEqualTo(letters);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 7, 8, 0xB, 0xD, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9D, 0x9F, 0x202A, 0x202E, 0x2066, 0x2069})
    void control_madeVisible_isTheSameInJson(int control) {
        String text = "a" + Character.toString(control) + "b";

        assertThat(TerminalText.withVisibleControls(text)).isEqualTo(String.format("a\\u%04xb", control));
        assertThat(ConfigDocument.parse("x", TerminalText.withVisibleControls(JsonText.compact(Map.of("k", text))))
                        .root())
                .isEqualTo(ConfigDocument.parse("x", JsonText.compact(Map.of("k", text)))
                        .root());
    }

    @Test
    void pipe_printsNoControls() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        new PipeConsole(
                        new BufferedReader(new StringReader("")),
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .print(HOSTILE);

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines(HARMLESS + "\n");
    }

    /** The terminal's library has sequences of its own, so what was hostile is looked for. */
    @Test
    void terminal_printsAndPromptsWithoutControls() throws IOException {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (Terminal terminal = TerminalBuilder.builder()
                .system(false)
                .type("xterm")
                .encoding(StandardCharsets.UTF_8)
                .streams(new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8)), screen)
                .build()) {
            TerminalConsole console = new TerminalConsole(terminal);

            assertThat(console.read("prompt " + HOSTILE + "> ")).contains("hello");
            console.print("answer " + HOSTILE);
            terminal.flush();
        }

        assertThat(screen.toString(StandardCharsets.UTF_8))
                .contains("prompt " + HARMLESS, "answer " + HARMLESS)
                .doesNotContain(
                        List.of("\u001B[31m", "\u001B]", "\u0007", "\u009B", "\u009D", "\u202E", "\u2066", "\u001Bc"));
    }
}
