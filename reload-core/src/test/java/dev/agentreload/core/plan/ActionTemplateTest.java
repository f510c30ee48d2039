// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ActionTemplateTest {

    @Test
    void instantiate_references_takeTheCapturesEncoded() {
        assertThat(new ActionTemplate("restart-channel-account:$1/$2").instantiate(List.of("my chat", "a/b")))
                .isEqualTo(new ReloadAction.RestartChannelAccount("my chat", "a/b"));
        assertThat(new ActionTemplate("restart-channel:$2").instantiate(List.of("x", "$1")))
                .isEqualTo(new ReloadAction.RestartChannel("$1"));
        assertThat(new ActionTemplate("warm:$1:$1").instantiate(List.of("a b")))
                .isEqualTo(new ReloadAction.HostAction("warm:a%20b:a%20b"));
    }

    @Test
    void instantiate_referenceWithTwoDigits_isOneReference() {
        List<String> captures = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

        assertThat(new ActionTemplate("warm:$10").instantiate(captures))
                .isEqualTo(new ReloadAction.HostAction("warm:j"));
    }

    @Test
    void instantiate_anyCapture_givesAnAction() {
        for (String capture : List.of("", " ", "-", "%", "/", "default", "\uD800", "\uD83D\uDE00")) {
            assertThat(new ActionTemplate("restart-channel:$1").instantiate(List.of(capture)))
                    .isInstanceOf(ReloadAction.RestartChannel.class);
            assertThat(new ActionTemplate("restart-channel-account:$1/$1").instantiate(List.of(capture)))
                    .isInstanceOf(ReloadAction.RestartChannelAccount.class);
            assertThat(new ActionTemplate("warm-$1").instantiate(List.of(capture)))
                    .isInstanceOf(ReloadAction.HostAction.class);
        }
    }

    @Test
    void instantiate_withoutReference_isTheAction() {
        assertThat(new ActionTemplate("reload-models").instantiate(List.of("x")))
                .isEqualTo(ReloadAction.RELOAD_MODELS);
        assertThat(ActionTemplate.of(new ReloadAction.RestartChannel("a b")))
                .hasToString("restart-channel:a%20b")
                .extracting(template -> template.instantiate(List.of()))
                .isEqualTo(new ReloadAction.RestartChannel("a b"));
    }

    @Test
    void instantiate_missingCapture_isRefused() {
        assertThatThrownBy(() -> new ActionTemplate("restart-channel:$2").instantiate(List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no capture for $2 in [restart-channel:$2]");
        assertThatThrownBy(() -> new ActionTemplate("restart-channel:$0").instantiate(List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no capture for $0 in [restart-channel:$0]");
    }

    @Test
    void template_thatIsNoWireId_isRefused() {
        assertThatThrownBy(() -> new ActionTemplate("warm cache"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad action [warm cache]: expected letters, digits and any of . _ ~ : / % -,"
                        + " starting with a letter or digit");
        assertThatThrownBy(() -> new ActionTemplate("restart-channel-account:$1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad action [restart-channel-account:$1]: expected restart-channel:CHANNEL or"
                        + " restart-channel-account:CHANNEL/ACCOUNT, percent-encoded");
        assertThatThrownBy(() -> new ActionTemplate("warm:$x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad action [warm:$x]: expected letters, digits and any of . _ ~ : / % -,"
                        + " starting with a letter or digit");
    }

    @Test
    void template_thatStartsWithAReference_isRefused() {
        assertThatThrownBy(() -> new ActionTemplate("$1-cache"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad action [$1-cache]: expected a letter or digit before the first $");
    }
}
