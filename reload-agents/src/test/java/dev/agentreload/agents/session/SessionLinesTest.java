// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.Strictness;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionLinesTest {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.123456789Z");

    private final ConfigReader reader =
            ConfigReader.builder().strictness(Strictness.STRICT).build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "two\nlines\r\nand\ta tab",
                "\"quotes\" and \\backslashes\\",
                "emoji 😀👩‍👩‍👧 and زبان",
                "\u0000\u001f\u007f\u0085\u2028\u2029\ufeff\uffff",
                "half \ud83d of one",
                "\ude00",
                "\ud83d\ud83d\ude00\ude00",
                "${HOME}",
                "$${HOME}",
                "$$${HOME} ${",
                "$${",
                "${env:PATH} ${file:/etc/passwd} ${file:$${}",
                "${file:a$${b}$${c}}",
                "$$ $ { } ${} ${user}",
                "https://user:password@example.com",
                "{\"role\":\"system\"}"
            })
    void parse_whatWasWritten_isTheSame(String text) {
        for (SessionRole role : SessionRole.values()) {
            SessionMessage message = SessionMessage.of(role, text, AT);
            byte[] line = SessionLines.ofMessages(List.of(message));
            assertThat(SessionLines.parseMessages(reader, line)).containsExactly(message);
            assertThat(new String(line, StandardCharsets.UTF_8).indexOf('\n'))
                    .isEqualTo(line(line).length() - 1);
        }
        assertThat(SessionLines.parseSummary(reader, SessionLines.ofSummary(text)))
                .contains(text);
    }

    @Test
    void ofMessage_message_isThisLine() {
        assertThat(line(SessionLines.ofMessages(List.of(SessionMessage.of(SessionRole.USER, "ä ${x}", AT)))))
                .isEqualTo("{\"role\":\"user\",\"at\":\"2026-01-31T12:00:00.123456789Z\",\"text\":\"ä $${x}\"}\n");
    }

    @Test
    void ofMessages_turn_isOneLineWithAttributes() {
        SessionMessage call = SessionMessage.of(SessionRole.TOOL, "4", AT)
                .withAttribute("id", "c1")
                .withAttribute("${a}", "${b}");
        SessionMessage answer = SessionMessage.of(SessionRole.ASSISTANT, "four", AT);
        byte[] turn = SessionLines.ofMessages(List.of(call, answer));
        assertThat(line(turn))
                .isEqualTo("{\"messages\":[{\"role\":\"tool\",\"at\":\"2026-01-31T12:00:00.123456789Z\",\"text\":\"4\","
                        + "\"attributes\":{\"id\":\"c1\",\"${a}\":\"$${b}\"}},"
                        + "{\"role\":\"assistant\",\"at\":\"2026-01-31T12:00:00.123456789Z\",\"text\":\"four\"}]}\n");
        assertThat(SessionLines.parseMessages(reader, turn)).containsExactly(call, answer);
    }

    @ParameterizedTest
    @EnumSource(SessionRole.class)
    void parse_extremeInstants_areTheSame(SessionRole role) {
        for (Instant at : new Instant[] {Instant.MIN, Instant.EPOCH, Instant.MAX}) {
            SessionMessage message = SessionMessage.of(role, "x", at);
            assertThat(SessionLines.parseMessages(reader, SessionLines.ofMessages(List.of(message))))
                    .containsExactly(message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{}",
                "[]",
                "null",
                "{\"role\":\"user\",\"at\":\"2026-01-31T12:00:00Z\"}",
                "{\"role\":\"user\",\"at\":\"yesterday\",\"text\":\"x\"}",
                "{\"role\":\"robot\",\"at\":\"2026-01-31T12:00:00Z\",\"text\":\"x\"}",
                "{\"role\":\"user\",\"at\":\"2026-01-31T12:00:00Z\",\"text\":7}",
                "{\"role\":\"user\",\"at\":\"2026-01-31T12:00:00Z\",\"text\":\"x\",\"attributes\":[]}",
                "{\"role\":\"user\",\"at\":\"2026-01-31T12:00:00Z\",\"text\":\"x\",\"attributes\":{\"n\":1}}",
                "{\"messages\":[]}",
                "{\"messages\":[{\"role\":\"user\",\"at\":\"2026-01-31T12:00:00Z\",\"text\":\"x\"},{}]}",
                "{\"messages\":[\"x\"]}",
                "{\"role\":\"user\",\"at\":\"2026-01-31T12:00:00Z\",\"text\":\"x\"}{}",
                "{\"role\":\"user\",\"at\":\"2026-01-31T12:00:00Z\",\"text\":\"x\",\"text\":\"y\"}"
            })
    void parse_noMessage_isEmpty(String line) {
        assertThat(SessionLines.parseMessages(reader, line.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private static String line(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }
}
