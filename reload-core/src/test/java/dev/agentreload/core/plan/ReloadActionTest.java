// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReloadActionTest {

    private static final List<ReloadAction> ONE_OF_EACH_KIND = List.of(
            ReloadAction.RELOAD_MODELS,
            ReloadAction.RELOAD_PROVIDERS,
            ReloadAction.RELOAD_AGENTS,
            ReloadAction.RELOAD_BINDINGS,
            ReloadAction.RELOAD_HOOKS,
            ReloadAction.RESTART_GMAIL_WATCHER,
            ReloadAction.RESTART_BROWSER_CONTROL,
            ReloadAction.RESTART_CRON,
            ReloadAction.RESTART_HEARTBEAT,
            new ReloadAction.RestartChannel("telegram"),
            new ReloadAction.RestartChannelAccount("telegram", "work"),
            new ReloadAction.HostAction("warm-cache"));

    @Test
    void kinds_areOneForEachPermittedType() {
        assertThat(ONE_OF_EACH_KIND).extracting(ReloadAction::kind).containsExactly(ReloadAction.Kind.values());
        assertThat(ONE_OF_EACH_KIND)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(ReloadAction.class.getPermittedSubclasses());
    }

    @Test
    void id_ofEachKind_isTheAncestorsWireId() {
        assertThat(ONE_OF_EACH_KIND)
                .extracting(ReloadAction::id)
                .containsExactly(
                        "reload-models",
                        "reload-providers",
                        "reload-agents",
                        "reload-bindings",
                        "reload-hooks",
                        "restart-gmail-watcher",
                        "restart-browser-control",
                        "restart-cron",
                        "restart-heartbeat",
                        "restart-channel:telegram",
                        "restart-channel-account:telegram/work",
                        "warm-cache");
    }

    @Test
    void parse_idOfEachKind_givesTheActionBack() {
        assertThat(ONE_OF_EACH_KIND)
                .allSatisfy(
                        action -> assertThat(ReloadAction.parse(action.id())).isEqualTo(action));
    }

    @Test
    void id_capture_isPercentEncodedByTheBytesOfUtf8() {
        Map<String, String> encoded = Map.of(
                "Az09-._~", "Az09-._~",
                "", "",
                "a/b:c%d", "a%2Fb%3Ac%25d",
                "two words+", "two%20words%2B",
                "*", "%2A",
                "é", "%C3%A9",
                "\uD83D\uDE00", "%F0%9F%98%80",
                "\u0000", "%00");

        encoded.forEach((capture, text) -> {
            ReloadAction channel = new ReloadAction.RestartChannel(capture);
            ReloadAction account = new ReloadAction.RestartChannelAccount(capture, capture);
            assertThat(channel.id()).isEqualTo("restart-channel:" + text);
            assertThat(account.id()).isEqualTo("restart-channel-account:" + text + "/" + text);
            assertThat(ReloadAction.parse(channel.id())).isEqualTo(channel);
            assertThat(ReloadAction.parse(account.id())).isEqualTo(account);
        });
    }

    @Test
    void id_halfOfASurrogatePair_isTheReplacementCharacter() {
        assertThat(new ReloadAction.RestartChannel("a\uD800b").id()).isEqualTo("restart-channel:a%EF%BF%BDb");
        assertThat(new ReloadAction.RestartChannel("\uDE00").id()).isEqualTo("restart-channel:%EF%BF%BD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"warm-cache", "a", "7", "acme:warm/all", "a.b_c~d", "50%", "reload-model", "restart-channels"})
    void parse_otherId_isAHostAction(String id) {
        assertThat(ReloadAction.parse(id)).isEqualTo(new ReloadAction.HostAction(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ":a", "two words", "a\nb", "a$1", "é", "a*", "%41"})
    void parse_malformedId_saysWhatIsExpected(String id) {
        String message = "bad action [" + id
                + "]: expected letters, digits and any of . _ ~ : / % -, starting with a letter or digit";

        assertThatThrownBy(() -> ReloadAction.parse(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> new ReloadAction.HostAction(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restart-channel:a/b",
                "restart-channel:a:b",
                "restart-channel:%zz",
                "restart-channel:%2f",
                "restart-channel:%",
                "restart-channel-account:telegram",
                "restart-channel-account:",
                "restart-channel-account:a/b/c"
            })
    void parse_malformedChannelId_saysWhatIsExpected(String id) {
        assertThatThrownBy(() -> ReloadAction.parse(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad action [" + id
                        + "]: expected restart-channel:CHANNEL or restart-channel-account:CHANNEL/ACCOUNT,"
                        + " percent-encoded");
    }

    @Test
    void parse_secondSpellingOfAnAction_isRefused() {
        assertThatThrownBy(() -> ReloadAction.parse("restart-channel:%41"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad action [restart-channel:%41]: expected [restart-channel:A]");
        assertThatThrownBy(() -> ReloadAction.parse("restart-channel-account:a/%FF"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad action [restart-channel-account:a/%FF]:"
                        + " expected [restart-channel-account:a/%EF%BF%BD]");
    }

    @Test
    void hostAction_nameOfABuiltIn_isRefused() {
        for (ReloadAction action : ONE_OF_EACH_KIND.subList(0, 9)) {
            assertThatThrownBy(() -> new ReloadAction.HostAction(action.id()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("action [" + action.id() + "] is built in and cannot be a host's");
        }
        for (ReloadAction action : ONE_OF_EACH_KIND.subList(9, 11)) {
            assertThatThrownBy(() -> new ReloadAction.HostAction(action.id()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("bad action [" + action.id()
                            + "]: expected restart-channel:CHANNEL or restart-channel-account:CHANNEL/ACCOUNT,"
                            + " percent-encoded");
        }
    }

    @Test
    void order_isByKindThenById() {
        List<ReloadAction> sorted = new ArrayList<>(ONE_OF_EACH_KIND);
        sorted.add(9, new ReloadAction.RestartChannel("discord"));
        sorted.add(11, new ReloadAction.RestartChannelAccount("telegram", "home"));
        sorted.add(13, new ReloadAction.HostAction("cool-cache"));
        List<ReloadAction> shuffled = new ArrayList<>(sorted);
        Collections.reverse(shuffled);

        shuffled.sort(ReloadAction.ORDER);

        assertThat(shuffled).containsExactlyElementsOf(sorted);
    }
}
