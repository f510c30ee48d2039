// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The corpus of edits as people make them: what a plan says of each, for people and for programs, is in {@code expected.txt}. With
 * {@code -Dedits.write=FILE} the test writes what is said now to a file, to be read before it is checked in.
 */
class EditCorpusTest {

    private static final int FEWEST_CASES = 120;

    @Test
    void everyEdit_isExplainedAsExpected() throws IOException {
        List<String> results = Edit.all().stream().map(Edit::result).toList();
        String file = System.getProperty("edits.write", "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), String.join("\n", results));
        }
        Map<String, String> expected = Arrays.stream(
                        Edit.resource("expected.txt").split("\n(?=== )"))
                .collect(Collectors.toMap(text -> text.lines().findFirst().orElseThrow(), Function.identity()));

        assertThat(results)
                .allSatisfy(result -> assertThat(result.stripTrailing())
                        .isEqualTo(
                                expected.getOrDefault(result.lines().findFirst().orElseThrow(), "no such case")
                                        .stripTrailing()));
        assertThat(expected).hasSameSizeAs(results);
    }

    @Test
    void noLine_isWiderThanATerminal() {
        assertThat(explained().flatMap(String::lines))
                .allSatisfy(line -> assertThat(line)
                        .satisfiesAnyOf(
                                text -> assertThat(text).hasSizeLessThanOrEqualTo(PlanLayout.STANDARD_WIDTH),
                                text -> assertThat(text).contains(", base ")));
    }

    @Test
    void noReplacement_looksAlikeOnBothSides() {
        assertThat(explained().flatMap(String::lines).filter(line -> line.contains(" -> ")))
                .allSatisfy(line -> {
                    String[] sides = line.strip().split(" -> ", 2);
                    assertThat(sides[0]).doesNotEndWith("  " + sides[1]);
                });
    }

    @Test
    void noSecret_isShown() {
        assertThat(Edit.all().stream().map(Edit::result))
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(
                                "sk-",
                                "xoxb",
                                "tg-",
                                "token-value",
                                "telegram-token",
                                "discord-token",
                                "tool-secret",
                                "secret-tenant"));
    }

    @Test
    void corpus_coversEveryDefaultRule() {
        Set<String> decided = Edit.all().stream()
                .flatMap(edit -> edit.plan().changes().stream())
                .flatMap(change -> change.rule().stream())
                .map(ReloadRule::id)
                .collect(Collectors.toSet());

        assertThat(decided)
                .containsAll(RuleTable.defaults().rules().stream()
                        .map(ReloadRule::id)
                        .toList());
        assertThat(Edit.all()).hasSizeGreaterThanOrEqualTo(FEWEST_CASES);
    }

    private static Stream<String> explained() {
        return Edit.all().stream().map(edit -> edit.plan().explain());
    }
}
