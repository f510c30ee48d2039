// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static dev.agentreload.agents.routing.Routing.agents;
import static dev.agentreload.agents.routing.Routing.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.Parsed;
import org.junit.jupiter.api.Test;

class RoutingReuseTest {

    private static final String BINDINGS = "bindings: [{agentId: 'a', match: {channel: 'x', nam: 1}}]";
    private static final String SESSION = "session: {dmScope: 'per-peer', odd: 1}";

    private final ConfigDocument first = Routing.document("{" + BINDINGS + ", " + SESSION + "}");
    private final Router router =
            Router.read(first, agents("main", "a"), AgentId.MAIN).orThrow();

    private Parsed<Router> reread(String json, String... agents) {
        return Router.read(Routing.document(json), agents(agents), AgentId.MAIN, router);
    }

    @Test
    void unchangedSectionsAndAgents_giveTheSameRouter_withPositionsOfTheNewDocument() {
        Parsed<Router> again = reread("{other: 1,\n\n" + SESSION + ",\n" + BINDINGS + "}", "a", "main");

        assertThat(again.orThrow()).isSameAs(router);
        assertThat(lines(again))
                .containsExactly(
                        "unknown key [odd] at session.odd (config.json:3:37)",
                        "unknown key [nam] at bindings[0].match.nam (config.json:4:54)");
    }

    @Test
    void agentThatNoBindingNames_givesARouterWithTheSameIndex() {
        Router other =
                reread("{" + BINDINGS + ", " + SESSION + "}", "a", "main", "b").orThrow();

        assertThat(other.sections().bindings()).isSameAs(router.sections().bindings());
        assertThat(other.sections().session()).isSameAs(router.sections().session());
    }

    @Test
    void removedAgent_givesARouterWithTheSameIndexAndAWarning() {
        Parsed<Router> again = reread("{" + BINDINGS + ", " + SESSION + "}", "main", "b");

        assertThat(again.orThrow()).isNotSameAs(router);
        assertThat(again.orThrow().sections()).isEqualTo(router.sections());
        assertThat(lines(again))
                .contains("unknown agent [a] at bindings[0].agentId (config.json:1:23);"
                        + " the default agent [main] answers instead");
        assertThat(again.orThrow().route(RouteRequest.of("x")))
                .hasToString("main by binding.account, bindings[0], in place of [a]");
        assertThat(router.route(RouteRequest.of("x"))).hasToString("a by binding.account, bindings[0]");
    }

    @Test
    void otherDefaultAgent_givesAnotherRouter() {
        Router other = Router.read(first, agents("main", "a"), new AgentId("a"), router)
                .orThrow();

        assertThat(other.defaultAgent()).hasToString("a");
    }

    @Test
    void changedBindings_areReadAgain_andTheSessionIsKept() {
        Router other = reread("{bindings: [], " + SESSION + "}", "main", "a").orThrow();

        assertThat(other.bindings()).isEmpty();
        assertThat(other.sessionKeys()).isSameAs(router.sessionKeys());
    }

    @Test
    void changedList_keepsTheElementsThatItHadBefore() {
        String two = "{agentId: 'a', match: {channel: 'x'}}, {agentId: 'a', match: {channel: 'y', nam: 1}}";
        Router before = Router.read(Routing.document("{bindings: [" + two + "]}"), agents("main", "a"), AgentId.MAIN)
                .orThrow();
        Parsed<Router> after = Router.read(
                Routing.document("{bindings: [{agentId: 'a', match: {channel: 'z'}}, " + two + "]}"),
                agents("main", "a"),
                AgentId.MAIN,
                before);

        assertThat(after.orThrow().bindings())
                .extracting(Binding::toString)
                .containsExactly(
                        "bindings[0] (binding.account) -> [a]",
                        "bindings[1] (binding.account) -> [a]",
                        "bindings[2] (binding.account) -> [a]");
        assertThat(after.orThrow().bindings().get(1).match())
                .isSameAs(before.bindings().get(0).match());
        assertThat(lines(after)).containsExactly("unknown key [nam] at bindings[2].match.nam (config.json:1:133)");
        assertThat(after.orThrow().route(RouteRequest.of("x"))).hasToString("a by binding.account, bindings[1]");
    }

    @Test
    void changedSession_isReadAgain_andTheBindingsAreKept() {
        Router other = reread("{" + BINDINGS + "}", "main", "a").orThrow();

        assertThat(other.sessionKeys().scope()).isEqualTo(SessionScope.MAIN);
        assertThat(other.bindings()).isSameAs(router.bindings());
    }

    @Test
    void errorInTheNewDocument_refuses_andLeavesTheRouterAlone() {
        assertThat(reread("{bindings: [{}]}", "main", "a")).isInstanceOf(Parsed.Refused.class);
        assertThat(router.route(RouteRequest.of("x"))).hasToString("a by binding.account, bindings[0]");
    }
}
