// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentIdTest {

    @ParameterizedTest
    @CsvSource({
        "coder, coder",
        "' Coder ', coder",
        "4o_mini-x, 4o_mini-x",
        "support-, support-",
        "a--b, a--b",
        "a - b, a-b",
        "a--b c, a--b-c",
        "My Agent!, my-agent",
        "--both--, both",
        "_private, private",
        "_-_x, x",
        "support-销售, support",
        "Ünal, nal",
        "'a\u00a0b', a-b"
    })
    void text_withLatinLetters_isNormalised(String text, String expected) {
        assertThat(AgentId.normalize(text)).hasValue(new AgentId(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "销售", "客服", "@@@", "---", "_", "\ud83e\udd16"})
    void text_withNothingUsable_isNoId(String text) {
        assertThat(AgentId.normalize(text)).isEmpty();
    }

    @Test
    void text_longerThanTheLimit_isCutWithoutADashAtTheEnd() {
        String text = "a".repeat(63) + "!" + "b".repeat(9);

        assertThat(AgentId.normalize(text)).hasValue(new AgentId("a".repeat(63)));
        assertThat(AgentId.normalize("a".repeat(65))).hasValue(new AgentId("a".repeat(64)));
    }

    @Test
    void normalising_twice_changesNothing() {
        var random = new Random(42);
        String characters = "abZ09_- .@\u00e4\u9500";
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(80); i > 0; i--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            AgentId.normalize(text.toString())
                    .ifPresent(id -> assertThat(AgentId.normalize(id.value())).hasValue(id));
        }
    }

    @Test
    void normalising_ignoresTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(AgentId.normalize("INFO")).hasValue(new AgentId("info"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void constructor_withTextThatIsNotNormalised_refuses() {
        assertThatThrownBy(() -> new AgentId("Coder"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[Coder] is no normalised agent id");
    }

    @Test
    void ids_areOrderedAndPrintedByTheirText() {
        assertThat(new AgentId("a")).isLessThan(new AgentId("b")).hasToString("a");
        assertThat(AgentId.MAIN).hasToString("main");
    }
}
