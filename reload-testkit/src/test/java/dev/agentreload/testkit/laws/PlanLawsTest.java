// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathPattern;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.diff.Change;
import dev.agentreload.core.diff.ConfigDiff;
import dev.agentreload.core.plan.PlannedChange;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.plan.Verdict;
import dev.agentreload.testkit.generators.ConfigArbitraries;
import dev.agentreload.testkit.generators.ConfigDomain;
import dev.agentreload.testkit.generators.EditKind;
import dev.agentreload.testkit.generators.EditedConfig;
import dev.agentreload.testkit.laws.ReferencePlanner.Decision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What holds of the plan for any two documents and any rules. */
@Domain(ConfigDomain.class)
@Domain(LawsDomain.class)
@Domain(DomainContext.Global.class)
class PlanLawsTest {

    private static final int TRIES = 200;

    @Property(tries = TRIES)
    void plan_anyDocumentsAndRules_isTotalAndConsistent(@ForAll EditedConfig edited, @ForAll RuleTable rules) {
        ReloadPlan plan = ReloadPlanner.plan(edited.base(), edited.target(), rules);

        assertThat(plan.explain()).startsWith(plan + "\n");
        assertThat(ConfigDocument.parse("plan.json", plan.toJson()).root().size())
                .isEqualTo(plan.toMap().size());
        assertThat(plan.requiresRestart()).isEqualTo(!plan.restartReasons().isEmpty());
        assertThat(plan.isNoop())
                .isEqualTo(plan.restartReasons().isEmpty() && plan.hotReasons().isEmpty());
        assertThat(plan.actions())
                .isSortedAccordingTo(ReloadAction.ORDER)
                .doesNotHaveDuplicates()
                .allSatisfy(
                        action -> assertThat(ReloadAction.parse(action.id())).isEqualTo(action));
        assertThat(plan.changes().stream().map(PlannedChange::change).distinct())
                .containsExactlyElementsOf(ConfigDiff.between(edited.base(), edited.target(), rules.identities())
                        .changes());
    }

    @Property(tries = TRIES)
    void plan_equalInputs_givesEqualPlans(@ForAll("rewrites") EditedConfig rewritten, @ForAll ConfigDocument other) {
        ReloadPlan one = ReloadPlanner.plan(rewritten.base(), other);
        ReloadPlan two = ReloadPlanner.plan(rewritten.target(), other);
        ReloadPlan back = ReloadPlanner.plan(other, rewritten.base());

        assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
        assertThat(content(one)).isEqualTo(content(two));
        assertThat(content(back)).isEqualTo(content(ReloadPlanner.plan(other, rewritten.target())));
        assertThat(one.actions()).isEqualTo(two.actions());
        assertThat(one.secretsChanged()).isEqualTo(two.secretsChanged());
    }

    private static Set<List<Object>> content(ReloadPlan plan) {
        return plan.changes().stream()
                .map(change -> List.<Object>of(
                        change.change().kind(), change.path(), change.rule(), change.verdict(), change.actions()))
                .collect(Collectors.toSet());
    }

    @Property(tries = TRIES)
    void plan_eachChange_isDecidedAsIfEachPartWereAskedAbout(@ForAll EditedConfig edited, @ForAll RuleTable rules) {
        ReloadPlan plan = ReloadPlanner.plan(edited.base(), edited.target(), rules);
        ReferencePlanner reference = new ReferencePlanner(rules);

        for (Change change :
                plan.changes().stream().map(PlannedChange::change).distinct().toList()) {
            List<PlannedChange> planned = plan.changes().stream()
                    .filter(each -> each.change().equals(change))
                    .toList();
            assertThat(planned.stream().map(PlanLawsTest::decision).collect(Collectors.toSet()))
                    .as("%s", change.path())
                    .isEqualTo(reference.decide(change));
            assertThat(planned).doesNotHaveDuplicates();
        }
    }

    @Property(tries = TRIES)
    void plan_eachPart_isNamedByThePathThatItsRuleIsAbout(@ForAll EditedConfig edited, @ForAll RuleTable rules) {
        ReloadPlan plan = ReloadPlanner.plan(edited.base(), edited.target(), rules);

        for (PlannedChange planned : plan.changes()) {
            ConfigPath path = planned.path();
            assertThat(path.startsWith(planned.change().path())).isTrue();
            planned.rule().ifPresent(rule -> {
                assertThat(ReferencePlanner.isAbout(rule.pattern(), path)).isTrue();
                assertThat(path.depth())
                        .isEqualTo(Math.max(
                                planned.change().path().depth(), rule.pattern().depth()));
            });
        }
    }

    @Property(tries = 100)
    void plan_subtreeAtOnce_isTheUnionOverItsPartsOneByOne(
            @ForAll ConfigDocument document, @ForAll RuleTable rules, @ForAll int place) {
        List<ConfigDocument> growing = new Growth(rules.identities()).of(document, place);
        ConfigDocument without = growing.get(0);
        ConfigDocument whole = growing.get(growing.size() - 1);
        Set<Decision> added = new HashSet<>();
        Set<Decision> removed = new HashSet<>();
        for (int i = 1; i < growing.size(); i++) {
            added.addAll(decisions(ReloadPlanner.plan(growing.get(i - 1), growing.get(i), rules)));
            removed.addAll(decisions(ReloadPlanner.plan(growing.get(i), growing.get(i - 1), rules)));
        }

        assertThat(whole).isEqualTo(document);
        assertThat(decisions(ReloadPlanner.plan(without, whole, rules))).isEqualTo(added);
        assertThat(decisions(ReloadPlanner.plan(whole, without, rules))).isEqualTo(removed);
    }

    @Property(tries = TRIES)
    void plan_changeOfType_isARemovalAndAnAddition(
            @ForAll("typeChanges") EditedConfig edited, @ForAll RuleTable rules) {
        ConfigDocument base = edited.base();
        ConfigDocument target = edited.target();
        for (Change change :
                ConfigDiff.between(base, target, rules.identities()).changes()) {
            if (change instanceof Change.Replaced replaced
                    && replaced.before().kind() != replaced.after().kind()) {
                List<Change> removal = List.of(new Change.Removed(change.path(), replaced.before()));
                List<Change> both = List.of(change);
                ConfigDocument without = ConfigDiff.apply(base, removal);
                ConfigDocument replacedOnly = ConfigDiff.apply(base, both);
                if (isElement(change)) {
                    continue;
                }
                Set<Decision> union = new HashSet<>(decisions(ReloadPlanner.plan(base, without, rules)));
                union.addAll(decisions(ReloadPlanner.plan(without, replacedOnly, rules)));
                assertThat(decisions(ReloadPlanner.plan(base, replacedOnly, rules)))
                        .isEqualTo(union);
            }
        }
    }

    /** Without its identity an element is another one, or its list one unit. */
    private static boolean isElement(Change change) {
        return change.path().segments().stream().anyMatch(segment -> !(segment instanceof PathSegment.Key));
    }

    @Property(tries = TRIES)
    void find_anyPath_isWhatAWalkOverAllRulesFinds(@ForAll ConfigPath path, @ForAll RuleTable rules) {
        assertThat(rules.find(path)).isEqualTo(new ReferencePlanner(rules).match(path));
    }

    @Property(tries = TRIES)
    void plan_orderOfTheRules_doesNotMatter(
            @ForAll EditedConfig edited, @ForAll RuleTable rules, @ForAll Random random) {
        List<ReloadRule> shuffled = new ArrayList<>(rules.rules());
        Collections.shuffle(shuffled, random);
        List<Map.Entry<PathPattern, String>> lists =
                new ArrayList<>(rules.identities().asMap().entrySet());
        Collections.shuffle(lists, random);
        RuleTable.Builder builder = RuleTable.builder().unmatched(rules.unmatched());
        shuffled.forEach(builder::add);
        lists.forEach(list -> builder.identity(list.getKey().toString(), list.getValue()));
        RuleTable other = builder.build();

        assertThat(other).isEqualTo(rules);
        assertThat(other.id()).isEqualTo(rules.id());
        assertThat(ReloadPlanner.plan(edited.base(), edited.target(), other).toJson())
                .isEqualTo(ReloadPlanner.plan(edited.base(), edited.target(), rules)
                        .toJson());
    }

    @Property(tries = TRIES)
    void plan_verdictsAndActions_areThoseOfTheRules(@ForAll EditedConfig edited, @ForAll RuleTable rules) {
        for (PlannedChange planned :
                ReloadPlanner.plan(edited.base(), edited.target(), rules).changes()) {
            assertThat(planned.verdict())
                    .isEqualTo(planned.rule().map(ReloadRule::verdict).orElse(rules.unmatched()));
            assertThat(planned.actions())
                    .hasSize(planned.rule().map(rule -> rule.actions().size()).orElse(0));
            if (planned.verdict() != Verdict.HOT) {
                assertThat(planned.actions()).isEmpty();
            }
        }
    }

    @Provide
    Arbitrary<EditedConfig> rewrites() {
        return ConfigArbitraries.edits(EditKind.REWRITE);
    }

    @Provide
    Arbitrary<EditedConfig> typeChanges() {
        return ConfigArbitraries.edits(EditKind.CHANGE_TYPE);
    }

    private static Set<Decision> decisions(ReloadPlan plan) {
        return plan.changes().stream().map(PlanLawsTest::decision).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Decision decision(PlannedChange planned) {
        return new Decision(planned.rule(), planned.verdict(), planned.actions());
    }
}
