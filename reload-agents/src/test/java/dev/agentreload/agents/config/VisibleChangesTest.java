// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisibleChangesTest {

    @Test
    void otherFlag_movesConversationsWithoutABinding() {
        assertThat(between("[{id: 'a'}, {id: 'b'}]", "[{id: 'a'}, {id: 'b', default: true}]"))
                .containsExactly("the default agent changes from [a] to [b]: conversations without a binding move");
    }

    @Test
    void otherOrder_movesThemToo() {
        assertThat(between("[{id: 'a'}, {id: 'b'}]", "[{id: 'b'}, {id: 'a'}]"))
                .containsExactly("the default agent changes from [a] to [b]: conversations without a binding move");
    }

    @Test
    void firstAgent_takesTheConversationsOfTheImplicitOne() {
        assertThat(between("[]", "[{id: 'triage'}]"))
                .containsExactly(
                        "the default agent changes from [main] to [triage]: conversations without a binding move",
                        "agent [main] is renamed or removed: its history stays behind");
    }

    @Test
    void otherId_leavesItsHistoryBehind() {
        assertThat(between("[{id: 'a'}, {id: 'b'}]", "[{id: 'a'}, {id: 'c'}]"))
                .containsExactly("agent [b] is renamed or removed: its history stays behind");
        assertThat(between(
                        "[{id: 'a'}, {id: 'b1'}, {id: 'b2'}, {id: 'b3'}, {id: 'b4'}, {id: 'b5'}, {id: 'b6'}]",
                        "[{id: 'a'}]"))
                .containsExactly(
                        "agents [b1], [b2], [b3], [b4], [b5] and 1 more are renamed or removed: their histories stay behind");
    }

    @Test
    void otherModel_isCountedByAgents() {
        String agents = "[{id: 'a'}, {id: 'b'}, {id: 'c', model: 'openai/own'}]";

        assertThat(VisibleChanges.between(
                        document("openai/one", agents), document("openai/two", agents), AgentsPolicy.standard()))
                .containsExactly("the model of 2 agents changes: [a], [b]");
    }

    @Test
    void otherSetting_isNotNoticed() {
        assertThat(between("[{id: 'a'}]", "[{id: 'a', name: 'A'}]")).isEmpty();
    }

    @Test
    void invalidDocument_saysNothing() {
        assertThat(between("[{id: 'a'}]", "[{name: 'no id'}]")).isEmpty();
    }

    private static List<String> between(String before, String after) {
        return VisibleChanges.between(
                document("openai/gpt-5", before), document("openai/gpt-5", after), AgentsPolicy.standard());
    }

    private static ConfigDocument document(String model, String agents) {
        return ConfigDocument.parse(
                "test.json", "{agents: {defaults: {model: '" + model + "'}, list: " + agents + "}}");
    }
}
