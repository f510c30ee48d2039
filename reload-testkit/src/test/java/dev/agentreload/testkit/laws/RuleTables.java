// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.laws;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathPattern;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.diff.ListIdentities;
import dev.agentreload.core.plan.ActionTemplate;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.plan.Verdict;
import dev.agentreload.testkit.generators.ConfigArbitraries;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generates rule tables whose rules meet generated documents often. */
final class RuleTables {

    private static final List<List<String>> USUAL = List.of(
            List.of("models", "providers", "work", "models", "main", "alias"),
            List.of("model_list", "main", "api_keys"),
            List.of("providers", "work", "api_key"),
            List.of("agents", "defaults", "heartbeat", "every"),
            List.of("agents", "list", "main", "model", "primary"),
            List.of("agents", "entries", "default", "model"),
            List.of("channels", "telegram", "accounts", "work", "botToken"),
            List.of("channel_list", "telegram", "accounts", "default"),
            List.of("hooks", "gmail", "label"),
            List.of("gateway", "reload", "mode"),
            List.of("tools", "a", "b"),
            List.of("a", "b", "a"));

    private static final int MOST_RULES = 12;
    private static final int DEPTH = 6;

    private RuleTables() {}

    static Arbitrary<RuleTable> any() {
        Arbitrary<RuleTable> ofHost = Combinators.combine(bases(), rules(), Arbitraries.of(Verdict.values()))
                .as(RuleTables::table);
        return Arbitraries.frequencyOf(Tuple.of(5, ofHost), Tuple.of(1, Arbitraries.just(RuleTable.defaults())))
                .withoutEdgeCases();
    }

    static Arbitrary<ConfigPath> paths() {
        Arbitrary<PathSegment> identity = Arbitraries.of("main", "a", "5")
                .map(id -> ConfigPath.parse("[id=" + id + "]").segments().get(0));
        return Combinators.combine(
                        Arbitraries.of(USUAL),
                        Arbitraries.integers().between(0, DEPTH),
                        ConfigArbitraries.keys().list().ofSize(DEPTH),
                        identity.list().ofSize(DEPTH),
                        Arbitraries.integers().between(0, 9).list().ofSize(DEPTH))
                .as((usual, depth, keys, identities, choices) -> {
                    ConfigPath path = ConfigPath.root();
                    for (int i = 0; i < depth; i++) {
                        int choice = choices.get(i);
                        if (choice == 0) {
                            path = path.then(identities.get(i));
                        } else {
                            path = path.key(i < usual.size() && choice > 2 ? usual.get(i) : keys.get(i));
                        }
                    }
                    return path;
                })
                .withoutEdgeCases();
    }

    private static Arbitrary<RuleTable.Builder> bases() {
        return Arbitraries.of(0, 1, 2).map(choice -> switch (choice) {
            case 0 -> RuleTable.builder().identities(ListIdentities.defaults());
            case 1 ->
                RuleTable.builder()
                        .identities(ListIdentities.defaults()
                                .with("bindings", "agentId")
                                .with("*.*", "id"));
            default ->
                RuleTable.defaults().toBuilder().channelWithAccounts("telegram").channel("my chat");
        });
    }

    private static Arbitrary<List<ReloadRule>> rules() {
        Arbitrary<List<String>> actions = Arbitraries.of(
                        "reload-models",
                        "reload-agents",
                        "restart-cron",
                        "warm:$1",
                        "warm:$2:$1",
                        "restart-channel:$1",
                        "restart-channel-account:$1/$2")
                .list()
                .ofMaxSize(2);
        return Combinators.combine(patterns(), Arbitraries.of(Verdict.values()), actions)
                .as(RuleTables::rule)
                .list()
                .ofMaxSize(MOST_RULES);
    }

    private static Arbitrary<PathPattern> patterns() {
        return Combinators.combine(paths(), Arbitraries.integers().between(0, 63))
                .as((path, wildcards) -> {
                    PathPattern pattern = PathPattern.parse("$");
                    for (int i = 0; i < path.depth(); i++) {
                        boolean any =
                                (wildcards >> i & 3) == 0 || !(path.segments().get(i) instanceof PathSegment.Key);
                        pattern = any
                                ? pattern.any()
                                : pattern.key(path.segments().get(i).capture());
                    }
                    return pattern;
                });
    }

    private static ReloadRule rule(PathPattern pattern, Verdict verdict, List<String> actions) {
        List<ActionTemplate> fitting = actions.stream()
                .filter(action -> verdict == Verdict.HOT)
                .filter(action -> pattern.wildcards() >= (action.contains("$2") ? 2 : action.contains("$1") ? 1 : 0))
                .map(ActionTemplate::new)
                .toList();
        return new ReloadRule(pattern.toString(), pattern, verdict, fitting, "", "");
    }

    private static RuleTable table(RuleTable.Builder base, List<ReloadRule> rules, Verdict unmatched) {
        RuleTable table = base.unmatched(unmatched).build();
        for (ReloadRule rule : rules) {
            table = with(table, rule);
        }
        return table;
    }

    /** Returns the table as it is if it refuses the rule. */
    private static RuleTable with(RuleTable table, ReloadRule rule) {
        try {
            return table.toBuilder().add(rule).build();
        } catch (IllegalArgumentException e) {
            return table;
        }
    }
}
