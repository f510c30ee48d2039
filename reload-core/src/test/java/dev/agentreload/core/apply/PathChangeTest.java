// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigPath;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathChangeTest {

    private static List<String> lines(Stage stage, String path) {
        return stage.reloader.view().changesOf(ConfigPath.parse(path)).stream()
                .map(PathChange::toString)
                .toList();
    }

    @Test
    void value_thatWasChangedTwice_hasBothDecisionsWithValuesActorAndRule() {
        try (Stage stage = new Stage().started("{note: {a: 1, b: 1}}")) {
            stage.reload("{note: {a: 2, b: 1}}");
            stage.reload("{note: {a: 2, b: 2}}");
            stage.reload("{note: {a: 3, b: 2}}");

            assertThat(lines(stage, "note.a"))
                    .containsExactly("#2 tester: 1 -> 2 (rule note)", "#4 tester: 2 -> 3 (rule note)");
            assertThat(lines(stage, "note.b")).containsExactly("#3 tester: 1 -> 2 (rule note)");
        }
    }

    @Test
    void value_thatCameAndWentWithItsContainer_isFoundBelowTheChange() {
        try (Stage stage = new Stage().started("{}")) {
            stage.reload("{note: {a: [1], token: 's3cret'}}");
            stage.reload("{}");

            assertThat(lines(stage, "note.a[0]"))
                    .containsExactly("#2 tester: added 1 (rule note)", "#3 tester: removed 1 (rule note)");
            assertThat(lines(stage, "note.token"))
                    .containsExactly("#2 tester: added \"***\" (rule note)", "#3 tester: removed \"***\" (rule note)");
        }
    }

    @Test
    void container_isChangedByWhatChangesBelowIt() {
        try (Stage stage = new Stage().started("{a: {v: 1}, note: 1}")) {
            stage.reload("{a: {v: 2}, note: 2}");

            PathChange change =
                    stage.reloader.view().changesOf(ConfigPath.parse("a")).get(0);
            assertThat(change.change().changes())
                    .singleElement()
                    .satisfies(planned -> assertThat(planned.path()).hasToString("a.v"));
            assertThat(stage.reloader.view().changesOf(ConfigPath.root()))
                    .singleElement()
                    .hasToString("#2 tester: {\"a\":{\"v\":1},\"note\":1} -> "
                            + "{\"a\":{\"v\":2},\"note\":2} (rule a, rule note)");
        }
    }

    @Test
    void decision_thatChangedNothing_isNoChange() {
        try (Stage stage = new Stage().started("{note: 1, port: 1}")) {
            stage.reload("{note: 2, port: 2}");
            stage.reload("{note: 1, port: 1}");

            assertThat(lines(stage, "note")).isEmpty();
            assertThat(lines(stage, "port")).isEmpty();
        }
    }

    @Test
    void rollback_isAChangeToo() {
        try (Stage stage = new Stage().started("{note: 1}")) {
            stage.reload("{note: 2}");
            stage.reloader.rollback("operator");

            assertThat(lines(stage, "note"))
                    .containsExactly("#2 tester: 1 -> 2 (rule note)", "#3 operator: 2 -> 1 (rule note)");
        }
    }
}
