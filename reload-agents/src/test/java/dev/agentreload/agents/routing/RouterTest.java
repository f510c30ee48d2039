// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static dev.agentreload.agents.routing.Routing.router;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {

    private static final String CHANNEL = "{agentId: 'a', match: {channel: 'discord', accountId: '*'}}";
    private static final String ACCOUNT = "{agentId: 'b', match: {channel: 'discord'}}";
    private static final String TEAM = "{agentId: 'c', match: {channel: 'discord', teamId: 'T1'}}";
    private static final String GUILD = "{agentId: 'd', match: {channel: 'discord', guildId: 'G1'}}";
    private static final String ROLES =
            "{agentId: 'e', match: {channel: 'discord', guildId: 'G1', roles: ['R1', 'R2']}}";
    private static final String ANY_PEER =
            "{agentId: 'f', match: {channel: 'discord', peer: {kind: 'channel', id: '*'}}}";
    private static final String PARENT =
            "{agentId: 'a', match: {channel: 'discord', peer: {kind: 'channel', id: 'P0'}}}";
    private static final String PEER = "{agentId: 'b', match: {channel: 'discord', peer: {kind: 'channel', id: 'P1'}}}";

    private static RouteRequest.Builder discord() {
        return RouteRequest.builder("discord");
    }

    private static RouteRequest.Builder everything() {
        return discord()
                .peer(PeerKind.CHANNEL, "P1")
                .parentPeer(PeerKind.CHANNEL, "P0")
                .guildId("G1")
                .memberRoleIds(List.of("R0", "R2"))
                .teamId("T1");
    }

    private static String routed(Router router, RouteRequest.Builder request) {
        return router.route(request.build()).toString();
    }

    @Test
    void message_withoutBindings_goesToTheDefaultAgent() {
        Route route = router().route(everything().build());

        assertThat(route.agentId()).isEqualTo(AgentId.MAIN);
        assertThat(route.matchedBy()).isEqualTo(MatchTier.DEFAULT);
        assertThat(route.binding()).isEmpty();
        assertThat(route.missingAgent()).isEmpty();
        assertThat(route).hasToString("main by default");
    }

    @Test
    void tiers_areTriedFromTheMostSpecificOn_whateverTheOrderOfTheBindings() {
        assertThat(routed(router(CHANNEL), everything())).isEqualTo("a by binding.channel, bindings[0]");
        assertThat(routed(router(CHANNEL, ACCOUNT), everything())).isEqualTo("b by binding.account, bindings[1]");
        assertThat(routed(router(CHANNEL, ACCOUNT, TEAM), everything())).isEqualTo("c by binding.team, bindings[2]");
        assertThat(routed(router(CHANNEL, ACCOUNT, TEAM, GUILD), everything()))
                .isEqualTo("d by binding.guild, bindings[3]");
        assertThat(routed(router(CHANNEL, ACCOUNT, TEAM, GUILD, ROLES), everything()))
                .isEqualTo("e by binding.guild+roles, bindings[4]");
        assertThat(routed(router(CHANNEL, ACCOUNT, TEAM, GUILD, ROLES, ANY_PEER), everything()))
                .isEqualTo("f by binding.peer.wildcard, bindings[5]");
        assertThat(routed(router(CHANNEL, ACCOUNT, TEAM, GUILD, ROLES, ANY_PEER, PARENT), everything()))
                .isEqualTo("a by binding.peer.parent, bindings[6]");
        assertThat(routed(router(CHANNEL, ACCOUNT, TEAM, GUILD, ROLES, ANY_PEER, PARENT, PEER), everything()))
                .isEqualTo("b by binding.peer, bindings[7]");
    }

    @Test
    void tier_withSeveralMatches_takesTheFirstOfTheList() {
        Router router = router(
                "{agentId: 'a', match: {channel: 'discord', accountId: '*', peer: {kind: 'direct', id: '7'}}}",
                "{agentId: 'b', match: {channel: 'discord', accountId: 'work', peer: {kind: 'direct', id: '7'}}}");

        assertThat(routed(router, discord().accountId("work").peer(PeerKind.DIRECT, "7")))
                .isEqualTo("a by binding.peer, bindings[0]");
    }

    @Test
    void bindingWithoutAccount_claimsTheDefaultAccountOnly() {
        Router router = router(ACCOUNT);

        assertThat(routed(router, discord())).isEqualTo("b by binding.account, bindings[0]");
        assertThat(routed(router, discord().accountId(" Default "))).isEqualTo("b by binding.account, bindings[0]");
        assertThat(routed(router, discord().accountId("work"))).isEqualTo("main by default");
    }

    @Test
    void account_isComparedWithoutLetterCase_whateverItsCharacters() {
        Router router = router("{agentId: 'a', match: {channel: ' Discord ', accountId: ' Bot@Home '}}");

        assertThat(routed(router, discord().accountId("bot@home"))).isEqualTo("a by binding.account, bindings[0]");
        assertThat(routed(router, discord().accountId("BOT@HOME"))).isEqualTo("a by binding.account, bindings[0]");
        assertThat(routed(router, discord().accountId("bot-home"))).isEqualTo("main by default");
    }

    @Test
    void peers_thatDifferInLetterCaseAlone_haveOneBindingAndOneSession() {
        Router router = router("{agentId: 'a', match: {channel: 'discord', peer: {kind: 'direct', id: 'Ada'}}}");
        SessionKeys keys = SessionKeys.of(SessionScope.PER_PEER);
        RouteRequest small = discord().peer(PeerKind.DIRECT, "ada").build();
        RouteRequest capital = discord().peer(PeerKind.DIRECT, "ADA").build();

        assertThat(router.route(small).agentId()).isEqualTo(new AgentId("a"));
        assertThat(router.route(capital).agentId()).isEqualTo(new AgentId("a"));
        assertThat(keys.keyFor(new AgentId("a"), small)).isEqualTo(keys.keyFor(new AgentId("a"), capital));
    }

    @Test
    void bindingToEveryAccount_claimsAllAccountsOfItsChannel() {
        Router router = router(CHANNEL);

        assertThat(routed(router, discord().accountId("work"))).isEqualTo("a by binding.channel, bindings[0]");
        assertThat(routed(router, RouteRequest.builder("telegram"))).isEqualTo("main by default");
    }

    @ParameterizedTest
    @CsvSource({
        "group, GROUP, true",
        "group, CHANNEL, true",
        "channel, GROUP, true",
        "channel, CHANNEL, true",
        "dm, DIRECT, true",
        "Direct, DIRECT, true",
        "topic, TOPIC, true",
        "direct, GROUP, false",
        "group, DIRECT, false",
        "topic, GROUP, false",
        "group, TOPIC, false"
    })
    void peerKinds_matchAsConfigured(String word, PeerKind kind, boolean matches) {
        Router router = router("{agentId: 'a', match: {channel: 'discord', peer: {kind: '" + word + "', id: '7'}}}");

        assertThat(routed(router, discord().peer(kind, " 7 ")))
                .isEqualTo(matches ? "a by binding.peer, bindings[0]" : "main by default");
    }

    @Test
    void ids_mayBeNumbers() {
        Router router = router(
                "{agentId: 'a', match: {channel: 'discord', peer: {kind: 'group', id: -1001234567890}}}",
                "{agentId: 'b', match: {channel: 'discord', guildId: 5, roles: [7]}}",
                "{agentId: 'c', match: {channel: 'discord', accountId: 12, teamId: 6.0}}");

        assertThat(routed(router, discord().peer(PeerKind.GROUP, "-1001234567890")))
                .isEqualTo("a by binding.peer, bindings[0]");
        assertThat(routed(router, discord().guildId("5").memberRoleIds(List.of("7"))))
                .isEqualTo("b by binding.guild+roles, bindings[1]");
        assertThat(routed(router, discord().accountId("12").teamId("6"))).isEqualTo("c by binding.team, bindings[2]");
    }

    @Test
    void bindingToAPeerInAGuild_isNoBindingToTheGuild() {
        Router router =
                router("{agentId: 'a', match: {channel: 'discord', guildId: 'G1', peer: {kind: 'channel', id: 'P1'}}}");

        assertThat(routed(router, everything())).isEqualTo("a by binding.peer, bindings[0]");
        assertThat(routed(router, discord().guildId("G1").peer(PeerKind.CHANNEL, "P2")))
                .isEqualTo("main by default");
        assertThat(routed(router, discord().guildId("G2").peer(PeerKind.CHANNEL, "P1")))
                .isEqualTo("main by default");
        assertThat(routed(router, discord().peer(PeerKind.CHANNEL, "P1"))).isEqualTo("main by default");
    }

    @Test
    void bindingToRoles_isNoBindingToTheGuild() {
        Router router = router(ROLES);

        assertThat(routed(router, discord().guildId("G1"))).isEqualTo("main by default");
        assertThat(routed(router, discord().guildId("G1").memberRoleIds(List.of("R3"))))
                .isEqualTo("main by default");
        assertThat(routed(router, discord().guildId("G1").memberRoleIds(List.of("R3", "R1"))))
                .isEqualTo("e by binding.guild+roles, bindings[0]");
    }

    @Test
    void emptyRoles_areNoConstraint() {
        Router router = router("{agentId: 'a', match: {channel: 'discord', guildId: 'G1', roles: []}}");

        assertThat(routed(router, discord().guildId("G1"))).isEqualTo("a by binding.guild, bindings[0]");
    }

    @ParameterizedTest
    @CsvSource({"teamId: 'T1', binding.team", "accountId: 'default', binding.account", "accountId: '*', binding.channel"
    })
    void rolesWithoutGuild_areAConditionOfTheOtherTier(String constraint, String tier) {
        Router router = router("{agentId: 'a', match: {channel: 'discord', " + constraint + ", roles: ['R1']}}");

        assertThat(routed(router, discord().teamId("T1").memberRoleIds(List.of("R1"))))
                .isEqualTo("a by " + tier + ", bindings[0]");
        assertThat(routed(router, discord().teamId("T1"))).isEqualTo("main by default");
    }

    @Test
    void bindingToTeamAndGuild_needsBoth() {
        Router router = router("{agentId: 'a', match: {channel: 'discord', guildId: 'G1', teamId: 'T1'}}");

        assertThat(routed(router, discord().guildId("G1").teamId("T1"))).isEqualTo("a by binding.guild, bindings[0]");
        assertThat(routed(router, discord().guildId("G1"))).isEqualTo("main by default");
        assertThat(routed(router, discord().teamId("T1"))).isEqualTo("main by default");
    }

    @Test
    void parentPeer_isMatchedByBindingsToItself_withTheirOtherConstraints() {
        Router router =
                router("{agentId: 'a', match: {channel: 'discord', guildId: 'G1', peer: {kind: 'group', id: 'P0'}}}");

        assertThat(routed(router, discord().parentPeer(PeerKind.CHANNEL, "P0").guildId("G1")))
                .isEqualTo("a by binding.peer.parent, bindings[0]");
        assertThat(routed(router, discord().parentPeer(PeerKind.CHANNEL, "P0"))).isEqualTo("main by default");
    }

    @Test
    void anyPeer_isOneOfThatKind_evenIfItsIdIsUnknown_andNeverAParent() {
        Router router = router(ANY_PEER);

        assertThat(routed(router, discord().peer(PeerKind.GROUP, "")))
                .isEqualTo("f by binding.peer.wildcard, bindings[0]");
        assertThat(routed(router, discord().peer(PeerKind.DIRECT, "7"))).isEqualTo("main by default");
        assertThat(routed(router, discord())).isEqualTo("main by default");
        assertThat(routed(router, discord().peer(PeerKind.DIRECT, "7").parentPeer(PeerKind.CHANNEL, "P0")))
                .isEqualTo("main by default");
    }

    @Test
    void bindingToAMissingAgent_routesToTheDefaultAgent_andNamesTheMissingOne() {
        Router router = router("{agentId: 'Ghost', match: {channel: 'discord'}}");
        Route route = router.route(discord().build());

        assertThat(route.agentId()).isEqualTo(AgentId.MAIN);
        assertThat(route.matchedBy()).isEqualTo(MatchTier.ACCOUNT);
        assertThat(route.missingAgent()).hasValue("Ghost");
        assertThat(route).hasToString("main by binding.account, bindings[0], in place of [Ghost]");
    }

    @Test
    void bindingToANameThatNormalisesToNothing_isNoBindingToMain() {
        Router router = Routing.read("{bindings: [{agentId: '客服', match: {channel: 'discord'}}]}")
                .orThrow();

        assertThat(routed(router, discord())).isEqualTo("main by binding.account, bindings[0], in place of [客服]");
    }

    @Test
    void agentOfABinding_isNormalised() {
        assertThat(routed(router("{agentId: ' A ', match: {channel: 'discord'}}"), discord()))
                .isEqualTo("a by binding.account, bindings[0]");
    }

    @Test
    void defaultAgent_isTheOneGiven() {
        Router router = Router.read(Routing.document("{}"), Routing.agents("main", "beta"), new AgentId("beta"))
                .orThrow();

        assertThat(router.defaultAgent()).hasToString("beta");
        assertThat(routed(router, discord())).isEqualTo("beta by default");
    }

    @Test
    void emptyRouter_givesEverythingToItsAgent_inOneSession() {
        Router router = Router.empty(new AgentId("beta"));

        assertThat(routed(router, everything())).isEqualTo("beta by default");
        assertThat(router.bindings()).isEmpty();
        assertThat(router.sessionKey(discord().peer(PeerKind.DIRECT, "7").build()))
                .hasToString("agent:beta:main");
    }

    @Test
    void sessionKey_isThatOfTheRoutedAgent() {
        assertThat(router(PEER).sessionKey(everything().build())).hasToString("agent:b:discord:channel:p1");
    }

    @Test
    void bindings_areThoseThatCanClaimAMessage_inOrder() {
        assertThat(router(PEER, "{agentId: 'a', match: {channel: 'x', peer: {kind: 'direct', id: ''}}}", GUILD)
                        .bindings())
                .extracting(Binding::toString)
                .containsExactly("bindings[0] (binding.peer) -> [b]", "bindings[2] (binding.guild) -> [d]");
    }
}
