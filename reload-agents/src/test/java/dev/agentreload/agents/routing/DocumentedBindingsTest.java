// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentedBindingsTest {

    private static final String CHANNELS =
            "\"channels\": {\"Feishu\": {\"accounts\": {\"Work\": {}, \"home\": {}}}, \"slack\": {}}";

    @Test
    void account_thatTheChannelDoesNotList_isAWarning() {
        assertThat(problems("feishu", "\"accountId\": \"oc_test\""))
                .containsExactly("channel [feishu] has no account [oc_test] at bindings[0].match.accountId"
                        + " (config.json:2:79); it has [home], [work]; a chat is named by [peer]");
    }

    @Test
    void channel_thatResemblesOneOfTheFile_isAWarning() {
        assertThat(problems("slak", ""))
                .singleElement()
                .asString()
                .startsWith("unknown channel [slak] at bindings[0].match.channel")
                .endsWith("did you mean [slack]?");
        assertThat(problems("telegram", "")).isEmpty();
    }

    @Test
    void account_thatResemblesAListedOne_hasTheNearMatch() {
        assertThat(problems("feishu", "\"account_id\": \"wrok\""))
                .containsExactly("channel [feishu] has no account [wrok] at bindings[0].match.account_id"
                        + " (config.json:2:80); did you mean [work]?");
    }

    @ParameterizedTest
    @CsvSource({
        "feishu, '\"accountId\": \"WORK\"'",
        "feishu, '\"accountId\": \"*\"'",
        "feishu, '\"accountId\": \"default\"'",
        "feishu, '\"teamId\": \"t\"'",
        "slack, '\"accountId\": \"any\"'",
        "matrix, '\"accountId\": \"any\"'"
    })
    void account_thatIsListedOrCannotBeChecked_isNoProblem(String channel, String match) {
        assertThat(problems(channel, match)).isEmpty();
    }

    @Test
    void accounts_areCheckedAgainstTheChannelsOfTheNextDocument() {
        ConfigDocument before = document("slack", "\"accountId\": \"a\"", "\"channels\": {}");
        ConfigDocument after =
                document("slack", "\"accountId\": \"a\"", "\"channels\": {\"slack\": {\"accounts\": {\"b\": {}}}}");
        Router router = Router.read(before, Set.of(AgentId.MAIN), AgentId.MAIN).orThrow();

        assertThat(Router.read(after, Set.of(AgentId.MAIN), AgentId.MAIN, router)
                        .problems())
                .singleElement()
                .extracting(ConfigProblem::message)
                .isEqualTo("channel [slack] has no account [a]");
    }

    @Test
    void keysThatTheAncestorsDocument_areKnown() {
        assertThat(Router.read(ConfigDocument.parse("config.json", """
                        {"bindings": [{"type": "route", "comment": "x", "agentId": "main", "match": {"channel": "telegram"}},
                           {"type": "acp", "agentId": "main", "acp": {"mode": "persistent"},
                            "match": {"channel": "discord", "peer": {"kind": "channel", "id": "1"}}}],
                         "session": {"dimensions": ["chat"], "dm_scope": "per-channel", "parentForkMaxTokens": 1, "reset": {},
                            "maintenance": {}, "threadBindings": {}, "store": "x", "resetByType": {}}}
                        """), Set.of(AgentId.MAIN), AgentId.MAIN)
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"global, main", "per-channel, per-channel-peer"})
    void scope_ofNewerPicoClaw_isRead(String word, String scope) {
        assertThat(SessionScope.parse(word).map(SessionScope::id)).hasValue(scope);
    }

    @Test
    void unknownAgent_ofSeveralBindings_isReportedOnce() {
        assertThat(
                        Router.read(ConfigDocument.parse("config.json", """
                        {"bindings": [{"agentId": "gone", "match": {"channel": "a"}}, {"agentId": "gone", "match": {"channel": "b"}}]}
                        """), Set.of(AgentId.MAIN), AgentId.MAIN)
                                .problems()
                                .stream()
                                .map(ConfigProblem::toString))
                .containsExactly(
                        "unknown agent [gone] at bindings[0].agentId (config.json:1:27); the default agent [main] answers"
                                + " instead; the same at [bindings[1].agentId]");
    }

    private static List<String> problems(String channel, String match) {
        return Router.read(document(channel, match, CHANNELS), Set.of(AgentId.MAIN), AgentId.MAIN).problems().stream()
                .map(ConfigProblem::toString)
                .toList();
    }

    private static ConfigDocument document(String channel, String match, String channels) {
        return ConfigDocument.parse(
                "config.json",
                "{" + channels + ",\n \"bindings\": [{\"agentId\": \"main\", \"match\":" + " {\"channel\": \"" + channel
                        + "\", " + match + "}}]}");
    }
}
