// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionKeysTest {

    private static final AgentId CODER = new AgentId("coder");

    private static RouteRequest direct(String id) {
        return RouteRequest.builder("Telegram")
                .accountId("Work")
                .peer(PeerKind.DIRECT, id)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "MAIN, agent:coder:main",
        "PER_PEER, agent:coder:direct:ann",
        "PER_CHANNEL_PEER, agent:coder:telegram:direct:ann",
        "PER_ACCOUNT_CHANNEL_PEER, agent:coder:telegram:work:direct:ann"
    })
    void directConversation_hasTheKeyOfItsScope(SessionScope scope, String expected) {
        assertThat(SessionKeys.of(scope).keyFor(CODER, direct(" Ann "))).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "GROUP, -100ABC, agent:coder:telegram:group:-100abc",
        "CHANNEL, News, agent:coder:telegram:channel:news",
        "TOPIC, 7, agent:coder:telegram:topic:7",
        "GROUP, '', agent:coder:telegram:group:unknown"
    })
    void groupOrChannel_hasItsOwnKey_inEveryScope(PeerKind kind, String id, String expected) {
        RouteRequest request = RouteRequest.builder("telegram").peer(kind, id).build();

        for (SessionScope scope : SessionScope.values()) {
            assertThat(SessionKeys.of(scope).keyFor(CODER, request)).hasToString(expected);
        }
    }

    @Test
    void messageWithoutKnownPeer_belongsToTheMainSession() {
        SessionKeys keys = SessionKeys.of(SessionScope.PER_PEER);

        assertThat(keys.keyFor(CODER, RouteRequest.of("console"))).hasToString("agent:coder:main");
        assertThat(keys.keyFor(CODER, direct(" "))).hasToString("agent:coder:main");
    }

    @Test
    void mainKey_isNormalised_andNeverBlank() {
        assertThat(SessionKeys.of(SessionScope.MAIN).withMainKey(" Home ").main(CODER))
                .hasToString("agent:coder:home");
        assertThat(SessionKeys.of(SessionScope.MAIN).withMainKey(" ").main(CODER))
                .hasToString("agent:coder:main");
    }

    @ParameterizedTest
    @CsvSource({
        "123, agent:a:direct:ann",
        "telegram:123, agent:a:direct:ann",
        "TELEGRAM:123, agent:a:direct:ann",
        "456, agent:a:direct:bob",
        "Telegram:456, agent:a:direct:bob",
        "discord:456, agent:a:direct:discord:456",
        "789, agent:a:direct:cid",
        "000, agent:a:direct:000"
    })
    void linkedIds_goByThePersonsName(String id, String expected) {
        SessionKeys keys = SessionKeys.of(SessionScope.PER_PEER)
                .withIdentities(Map.of("telegram:123", "Ann", "456", "bob", "Telegram:789", "cid", "789", "dan"));

        assertThat(keys.keyFor(new AgentId("a"), direct(id))).hasToString(expected);
    }

    @Test
    void identities_doNotMatterInTheMainScope_norInRooms() {
        SessionKeys keys = SessionKeys.of(SessionScope.MAIN).withIdentities(Map.of("1", "ann"));

        assertThat(keys.keyFor(CODER, direct("1"))).hasToString("agent:coder:main");
        assertThat(keys.keyFor(
                        CODER,
                        RouteRequest.builder("x").peer(PeerKind.GROUP, "1").build()))
                .hasToString("agent:coder:x:group:1");
    }

    @Test
    void thread_isAppended() {
        assertThat(new SessionKey("agent:a:slack:channel:c1").thread(" 17.A "))
                .hasToString("agent:a:slack:channel:c1:thread:17.a");
    }

    @ParameterizedTest
    @CsvSource({
        "agent:coder:main, coder",
        "agent:coder:telegram:direct:7, coder",
        "agent:coder, ",
        "agent:coder:, ",
        "agent::main, ",
        "Agent:coder:main, ",
        "subagent:x:y, "
    })
    void key_knowsItsAgent(String key, String agent) {
        assertThat(new SessionKey(key).agentId().map(AgentId::value).orElse(null))
                .isEqualTo(agent);
    }

    @Test
    void blankKey_isRefused() {
        assertThatThrownBy(() -> new SessionKey(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a session key must not be blank");
    }
}
