// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReloadPlanAssertTest {

    private static final ReloadPlan NOTHING = plan("{}", "{ui: 1}");
    private static final ReloadPlan HOT = plan("{hooks: {token: 'a'}}", "{hooks: {token: 'b'}, cron: 1}");
    private static final ReloadPlan RESTART = plan("{weather: 1, gateway: 1}", "{gateway: 2, cron: 1}");

    @Test
    void assertions_thatHold_pass() {
        assertThat(NOTHING)
                .isNoop()
                .requiresNoRestart()
                .hasNoActions()
                .hasActions()
                .ignores("ui")
                .changesNoSecrets();
        assertThat(HOT)
                .isHot()
                .requiresNoRestart()
                .hasActions("restart-cron", "reload-hooks")
                .hasAction("restart-cron")
                .doesNotHaveAction("reload-models")
                .isHotBecauseOf("cron", "hooks.token")
                .restartsBecauseOf()
                .changesSecrets();
        assertThat(RESTART)
                .requiresRestart()
                .restartsBecauseOf("gateway", "weather")
                .isHotBecauseOf("cron");
    }

    @TestFactory
    Stream<DynamicTest> assertions_thatDoNotHold_sayWhatWasExpected() {
        return Stream.of(
                failing("that has nothing to do", HOT, ReloadPlanAssert::isNoop),
                failing("that is hot", NOTHING, ReloadPlanAssert::isHot),
                failing("that is hot", RESTART, ReloadPlanAssert::isHot),
                failing("that needs a restart", HOT, ReloadPlanAssert::requiresRestart),
                failing("that needs no restart", RESTART, ReloadPlanAssert::requiresNoRestart),
                failing("with exactly the actions [reload-hooks]", HOT, plan -> plan.hasActions("reload-hooks")),
                failing("with exactly the actions []", HOT, ReloadPlanAssert::hasActions),
                failing("without actions", HOT, ReloadPlanAssert::hasNoActions),
                failing("with the action reload-models", HOT, plan -> plan.hasAction("reload-models")),
                failing("without the action restart-cron", HOT, plan -> plan.doesNotHaveAction("restart-cron")),
                failing(
                        "that needs a restart because of [weather]",
                        RESTART,
                        plan -> plan.restartsBecauseOf("weather")),
                failing("that is hot because of [cron]", HOT, plan -> plan.isHotBecauseOf("cron")),
                failing("for which nothing has to be done at [ui, meta]", NOTHING, plan -> plan.ignores("ui", "meta")),
                failing("that changes secrets", NOTHING, ReloadPlanAssert::changesSecrets),
                failing("that changes no secrets", HOT, ReloadPlanAssert::changesNoSecrets));
    }

    private static DynamicTest failing(String expectation, ReloadPlan plan, Consumer<ReloadPlanAssert> assertion) {
        String message = String.format("%nExpecting a plan %s, but it is:%n%n%s", expectation, plan.explain());
        return DynamicTest.dynamicTest(
                expectation,
                () -> assertThatThrownBy(() -> assertion.accept(assertThat(plan)))
                        .isInstanceOf(AssertionError.class)
                        .hasMessage(message));
    }

    @Test
    void assertion_aboutAnIdThatIsNone_isRefused() {
        assertThatThrownBy(() -> assertThat(HOT).hasActions("restart cron"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad action [restart cron]: expected letters, digits and any of . _ ~ : / % -,"
                        + " starting with a letter or digit");
    }

    private static ReloadPlan plan(String before, String after) {
        return ReloadPlanner.plan(ConfigDocument.parse("before", before), ConfigDocument.parse("after", after));
    }
}
