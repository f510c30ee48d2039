// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static dev.agentreload.agents.routing.Routing.agents;
import static dev.agentreload.agents.routing.Routing.document;
import static dev.agentreload.agents.routing.Routing.lines;
import static dev.agentreload.agents.routing.Routing.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.config.PlaceholderResolver;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouterReadTest {

    private static final String TELEGRAM = "match: {channel: 'telegram'}";

    @Test
    void documentWithoutSections_isReadWithoutProblems() {
        assertThat(read("{}")).isInstanceOf(Parsed.Success.class);
        assertThat(lines(read("{bindings: null, session: null}"))).isEmpty();
    }

    @Test
    void unknownAgent_isAWarningWithNearMatches() {
        Parsed<Router> config = Router.read(
                document("{bindings: [\n{agentId: 'reviwer', " + TELEGRAM + "}]}"),
                agents("main", "reviewer"),
                AgentId.MAIN);

        assertThat(config).isInstanceOf(Parsed.Success.class);
        assertThat(lines(config))
                .containsExactly(
                        "unknown agent [reviwer] at bindings[0].agentId (config.json:2:11); did you mean [reviewer]?");
        assertThat(config.problems()).noneMatch(problem -> problem.isError());
    }

    @Test
    void unknownAgent_withoutNearMatches_saysWhoAnswers() {
        assertThat(lines(read("{bindings: [{agent_id: 'somebody', " + TELEGRAM + "}]}")))
                .containsExactly("unknown agent [somebody] at bindings[0].agent_id (config.json:1:24);"
                        + " the default agent [main] answers instead");
    }

    @Test
    void agentWhoseNameNormalisesToNothing_isUnknown() {
        assertThat(lines(read("{bindings: [{agentId: '销售', " + TELEGRAM + "}]}")))
                .containsExactly("unknown agent [销售] at bindings[0].agentId (config.json:1:23);"
                        + " the default agent [main] answers instead");
    }

    @Test
    void manyUnknownAgents_areAllReported_withHintsForTheFirst() {
        String bindings = IntStream.range(0, 300)
                .mapToObj(i -> "{agentId: 'reviewer" + i + "x', match: {channel: 'c" + i + "'}}")
                .collect(Collectors.joining(","));

        Parsed<Router> config =
                Router.read(document("{bindings: [" + bindings + "]}"), agents("main", "reviewer"), AgentId.MAIN);

        assertThat(config.problems()).hasSize(300);
        assertThat(config.problems().stream().filter(problem -> problem.hint().startsWith("did you mean")))
                .hasSize(10);
    }

    @Test
    void snakeCaseSpellings_areAccepted() {
        Parsed<Router> config = read("""
                {bindings: [{agent_id: 'a', match: {channel: 'discord', account_id: 'work', guild_id: 'G', team_id: 'T'}}],
                 session: {dm_scope: 'per-peer', identity_links: {ann: ['1']}, main_key: 'home'}}
                """);

        assertThat(lines(config)).isEmpty();
        assertThat(config.orThrow()
                        .route(RouteRequest.builder("discord")
                                .accountId("work")
                                .guildId("G")
                                .teamId("T")
                                .build()))
                .hasToString("a by binding.guild, bindings[0]");
        assertThat(config.orThrow().sessionKeys().scope()).isEqualTo(SessionScope.PER_PEER);
        assertThat(config.orThrow().sessionKeys().main(AgentId.MAIN)).hasToString("agent:main:home");
    }

    @Test
    void structuralErrors_areAllReported_andRefuse() {
        Parsed<Router> config = read("""
                {bindings: [
                  {match: {channel: 'telegram'}},
                  {agentId: ' ', match: {channel: 'telegram'}},
                  {agentId: 'a'},
                  {agentId: 'a', match: {}},
                  {agentId: 'a', match: {channel: ''}},
                  {agentId: ['a'], match: {channel: 'telegram', roles: 'R', guildId: {}, accountId: true}},
                  {agentId: 'a', match: 'telegram'},
                  {agentId: 'a', match: {channel: 'telegram', roles: [null], peer: 'x'}},
                  'a'
                ], session: {dmScope: 'per-user'}}
                """);

        assertThat(config).isInstanceOf(Parsed.Refused.class);
        assertThat(lines(config))
                .containsExactly(
                        "missing key [agentId] at bindings[0] (config.json:2:3); expected the id of an agent",
                        "blank value at bindings[1].agentId (config.json:3:13); expected the id of an agent",
                        "missing key [match] at bindings[2] (config.json:4:3); expected an object with at least a channel",
                        "missing key [channel] at bindings[3].match (config.json:5:25); expected the name of a channel",
                        "blank value at bindings[4].match.channel (config.json:6:35); expected the name of a channel",
                        "found a list at bindings[5].agentId (config.json:7:13); expected a string or a number",
                        "found a string at bindings[5].match.roles (config.json:7:56); expected a list",
                        "found an object at bindings[5].match.guildId (config.json:7:70); expected a string or a number",
                        "found true or false at bindings[5].match.accountId (config.json:7:85);"
                                + " expected a string or a number",
                        "found a string at bindings[6].match (config.json:8:25); expected an object",
                        "found null at bindings[7].match.roles[0] (config.json:9:55); expected a string or a number",
                        "found a string at bindings[7].match.peer (config.json:9:68); expected an object",
                        "found a string at bindings[8] (config.json:10:3); expected an object",
                        "unknown session scope [per-user] at session.dmScope (config.json:11:23);"
                                + " did you mean [per-peer]?");
        assertThatThrownBy(config::orThrow).isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void requiredKey_thatIsMistyped_isOneProblem() {
        assertThat(lines(read("{bindings: [{agent: 'a', mtch: {}}, {agentId: 'a', match: {chanel: 'x'}}]}")))
                .containsExactly(
                        "unknown key [agent] at bindings[0].agent (config.json:1:21); did you mean [agentId]?",
                        "unknown key [mtch] at bindings[0].mtch (config.json:1:32); did you mean [match]?",
                        "unknown key [chanel] at bindings[1].match.chanel (config.json:1:68); did you mean [channel]?");
    }

    @Test
    void bindingsThatAreNoList_areAnError() {
        assertThat(lines(read("{bindings: {}, session: []}")))
                .containsExactly(
                        "found an object at bindings (config.json:1:12); expected a list",
                        "found a list at session (config.json:1:25); expected an object");
    }

    @Test
    void peersThatNoMessageCanHave_areWarnings_andMatchNothing() {
        Parsed<Router> config = read("""
                {bindings: [
                  {agentId: 'a', match: {channel: 'telegram', peer: {kind: 'grup', id: '1'}}},
                  {agentId: 'a', match: {channel: 'telegram', peer: {kind: 'robot', id: '1'}}},
                  {agentId: 'a', match: {channel: 'telegram', peer: {kind: 'group', id: ' '}}},
                  {agentId: 'a', match: {channel: 'telegram', peer: {}}}
                ]}
                """);

        assertThat(lines(config))
                .containsExactly(
                        "no message has the peer kind [grup] at bindings[0].match.peer.kind (config.json:2:60);"
                                + " did you mean [group]?",
                        "no message has the peer kind [robot] at bindings[1].match.peer.kind (config.json:3:60);"
                                + " expected one of direct, group, channel, topic",
                        "missing [id] of the peer at bindings[2].match.peer (config.json:4:53);"
                                + " the binding claims no message without it; the same at [bindings[3].match.peer]",
                        "missing [kind] of the peer at bindings[3].match.peer (config.json:5:53);"
                                + " the binding claims no message without it");
        assertThat(config.orThrow()
                        .route(RouteRequest.builder("telegram")
                                .peer(PeerKind.GROUP, "1")
                                .build()))
                .hasToString("main by default");
    }

    @Test
    void unknownKeys_areWarnings() {
        assertThat(lines(read("""
                {bindings: [{agentId: 'a', comment: 'x', _note: 1, nam: 'y',
                  match: {channel: 'x', accountID: 'b', peer: {kind: 'dm', id: '1', name: 'z'}}}],
                 session: {scope: 'per-sender', dmscope: 'main'}}
                """)))
                .containsExactly(
                        "unknown key [nam] at bindings[0].nam (config.json:1:57)",
                        "unknown key [accountID] at bindings[0].match.accountID (config.json:2:36);"
                                + " did you mean [accountId]?",
                        "unknown key [name] at bindings[0].match.peer.name (config.json:2:75)",
                        "unknown key [dmscope] at session.dmscope (config.json:3:42); did you mean [dmScope] or [scope]?");
    }

    @Test
    void bindingThatAnEarlierOneCovers_isAWarning() {
        assertThat(lines(read("""
                {bindings: [
                  {agentId: 'a', match: {channel: 'x', accountId: '*', guildId: 'G', roles: ['1', '2', '3']}},
                  {agentId: 'b', match: {channel: 'x', guildId: 'G', roles: ['2', '1']}},
                  {agentId: 'b', match: {channel: 'x', guildId: 'G', roles: ['2', '4']}},
                  {agentId: 'c', match: {channel: 'X', guildId: 'G'}},
                  {agentId: 'c', match: {channel: 'x', guildId: 'G', teamId: 'T'}},
                  {agentId: 'c', match: {channel: 'x', accountId: '*', guildId: 'G'}}
                ]}
                """)))
                .containsExactly(
                        "unreachable binding at bindings[1] (config.json:3:3);"
                                + " bindings[0] comes first and claims all its messages",
                        "unreachable binding at bindings[4] (config.json:6:3);"
                                + " bindings[3] comes first and claims all its messages");
    }

    @Test
    void dispatchRules_areAWarning_becauseTheyHaveNoEffect() {
        assertThat(lines(read("{agents: {dispatch: {rules: [{agent: 'a', when: {channel: 'x'}}]}}}")))
                .containsExactly(
                        "dispatch rules have no effect at agents.dispatch.rules (config.json:1:29); write them as bindings");
        assertThat(lines(read("{agents: {dispatch: {rules: []}}}"))).isEmpty();
    }

    @Test
    void idLinkedTwice_isAWarning_andTheFirstLinkCounts() {
        Parsed<Router> config = read("""
                {session: {dmScope: 'per-peer', identityLinks: {ann: ['telegram:1', 5], bob: ['Telegram:1'], cid: null}}}
                """);

        assertThat(lines(config))
                .containsExactly("id [Telegram:1] is linked to [ann] already at session.identityLinks.bob[0]"
                        + " (config.json:1:79); the first link counts");
        RouteRequest request =
                RouteRequest.builder("telegram").peer(PeerKind.DIRECT, "1").build();
        assertThat(config.orThrow().sessionKeys().keyFor(AgentId.MAIN, request)).hasToString("agent:main:direct:ann");
    }

    @Test
    void linksOfTheWrongKind_areErrors() {
        assertThat(lines(read("{session: {identityLinks: {ann: '1', bob: [[]]}}}")))
                .containsExactly(
                        "found a string at session.identityLinks.ann (config.json:1:33); expected a list of ids",
                        "found a list at session.identityLinks.bob[0] (config.json:1:44); expected a string or a number");
    }

    @Test
    void secrets_areInNoMessageAndNoText() {
        PlaceholderResolver environment = placeholder -> new PlaceholderResolver.Resolution.Secret("s3cret");
        ConfigDocument document = ConfigReader.builder()
                .placeholders(environment)
                .build()
                .read("config.json", """
                        {bindings: [
                          {agentId: '${X}', match: {channel: '${X}', accountId: '${X}', guildId: '${X}', peer: {kind: 'dm', id: '${X}'}}},
                          {agentId: 'a', match: {channel: 'x', peer: {kind: '${X}', id: '1'}}}],
                         session: {identityLinks: {ann: ['${X}'], bob: ['${X}']}}}
                        """)
                .orThrow();

        Parsed<Router> config = Router.read(document, agents("main", "a"), AgentId.MAIN);

        assertThat(lines(config))
                .containsExactly(
                        "unknown agent [***] at bindings[0].agentId (config.json:2:13);"
                                + " the default agent [main] answers instead",
                        "no message has the peer kind [***] at bindings[1].match.peer.kind (config.json:3:53);"
                                + " expected one of direct, group, channel, topic",
                        "id [***] is linked to [ann] already at session.identityLinks.bob[0] (config.json:4:49);"
                                + " the first link counts");
        assertThat(config.toString() + config.orThrow().bindings()).doesNotContain("s3cret");
    }

    @Test
    void defaultAgentThatIsNoAgent_isRefused() {
        assertThatThrownBy(() -> Router.read(document("{}"), agents("a"), AgentId.MAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the default agent [main] must be one of the agents");
    }
}
