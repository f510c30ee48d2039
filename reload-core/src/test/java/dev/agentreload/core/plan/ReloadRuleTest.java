// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.PathPattern;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReloadRuleTest {

    @Test
    void hot_takesPatternAndActions() {
        ReloadRule rule = ReloadRule.hot("channels.*", "restart-channel:$1", "reload-bindings");

        assertThat(rule.id()).isEqualTo("channels.*");
        assertThat(rule.pattern()).isEqualTo(PathPattern.parse("channels.*"));
        assertThat(rule.verdict()).isEqualTo(Verdict.HOT);
        assertThat(rule.actions()).hasToString("[restart-channel:$1, reload-bindings]");
        assertThat(rule.reason()).isEmpty();
    }

    @Test
    void hot_actions_areWrittenAsTheirIds() {
        assertThat(ReloadRule.hot("a", ReloadAction.RELOAD_MODELS, ReloadAction.RESTART_CRON))
                .isEqualTo(ReloadRule.hot("a", "reload-models", "restart-cron"));
        assertThat(ReloadRule.hot("a", new ReloadAction.RestartChannel("a$1/b")).actions())
                .containsExactly(new ActionTemplate("restart-channel:a%241%2Fb"));
    }

    @Test
    void hot_withoutActions_isARule() {
        assertThat(ReloadRule.hot("a").verdict()).isEqualTo(Verdict.HOT);
        assertThat(ReloadRule.hot("a").actions()).isEmpty();
    }

    @Test
    void restartAndNone_haveNoActions() {
        assertThat(ReloadRule.restart("a.b"))
                .isEqualTo(new ReloadRule("a.b", PathPattern.parse("a.b"), Verdict.RESTART, List.of(), "", ""));
        assertThat(ReloadRule.none("a.b"))
                .isEqualTo(new ReloadRule("a.b", PathPattern.parse("a.b"), Verdict.NONE, List.of(), "", ""));
    }

    @Test
    void withIdAndReason_changeNothingElse() {
        ReloadRule rule = ReloadRule.hot("cron", "restart-cron");

        assertThat(rule.withId("jobs").withReason("because"))
                .isEqualTo(new ReloadRule("jobs", rule.pattern(), Verdict.HOT, rule.actions(), "because", ""));
    }

    @Test
    void actionsOfARuleThatIsNotHot_areRefused() {
        List<ActionTemplate> actions = List.of(new ActionTemplate("reload-models"));
        PathPattern pattern = PathPattern.parse("a");

        assertThatThrownBy(() -> new ReloadRule("mine", pattern, Verdict.RESTART, actions, "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule [mine] is RESTART and can have no actions");
        assertThatThrownBy(() -> new ReloadRule("mine", pattern, Verdict.NONE, actions, "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule [mine] is NONE and can have no actions");
    }

    @Test
    void referenceToACaptureThatThePatternHasNot_isRefused() {
        assertThatThrownBy(() -> ReloadRule.hot("channels.*", "restart-channel-account:$1/$2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule [channels.*]: action [restart-channel-account:$1/$2] refers to a capture that"
                        + " [channels.*] has not, only $1 to $1");
        assertThatThrownBy(() -> ReloadRule.hot("channels.*.accounts.*", "restart-channel:$0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule [channels.*.accounts.*]: action [restart-channel:$0] refers to a capture that"
                        + " [channels.*.accounts.*] has not, only $1 to $2");
        assertThatThrownBy(() -> ReloadRule.hot("channels", "restart-channel:$99999999999"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule [channels]: action [restart-channel:$99999999999] refers to a capture that"
                        + " [channels] has not, for it has no *");
    }

    @Test
    void actions_changedAfterwards_doNotChangeTheRule() {
        List<ActionTemplate> actions = new ArrayList<>(List.of(new ActionTemplate("reload-models")));
        ReloadRule rule = new ReloadRule("a", PathPattern.parse("a"), Verdict.HOT, actions, "", "");

        actions.clear();

        assertThat(rule.actions()).hasSize(1);
    }

    @Test
    void malformedPattern_isRefused() {
        assertThatThrownBy(() -> ReloadRule.restart("a..b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad pattern [a..b]: expected a name at column 3");
        assertThatThrownBy(() -> ReloadRule.none("a[id=b]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad pattern [a[id=b]]: list elements are matched by *, not by [id=b]");
    }
}
