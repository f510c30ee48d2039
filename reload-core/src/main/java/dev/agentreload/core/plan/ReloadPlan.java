// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.diff.Change;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an edit means: which changes there are, what each asks of a running program, and which actions take them into
 * effect. No secret is printed by anything here. <em>Immutable.</em>
 *
 * <p>Two plans are equal if they say the same: of equal documents, by rules with the same id, and for each path the same kind of
 * change, verdict, rule and actions. The order of the changes makes no difference, since it is that of the keys in the files. The
 * planner's plan and a reloader's plan for the same edit differ where the reloader needs a restart, because none of its participants
 * handles an action.
 *
 * @param base the document that is in force
 * @param target the requested document
 * @param ruleTableId the {@linkplain RuleTable#id() id} of the rules it was made with
 * @param changes the changes with their verdicts, in the order of the diff
 */
public record ReloadPlan(ConfigDocument base, ConfigDocument target, String ruleTableId, List<PlannedChange> changes) {

    /** Copies the list. */
    public ReloadPlan {
        requireNonNull(base, "base");
        requireNonNull(target, "target");
        requireNonNull(ruleTableId, "ruleTableId");
        changes = ImmutableList.copyOf(changes);
    }

    /** Returns the actions of all changes: each once, by kind and id, and no account of a channel that restarts whole. */
    public List<ReloadAction> actions() {
        Set<ReloadAction> all = new HashSet<>();
        changes.forEach(change -> all.addAll(change.actions()));
        return ImmutableList.sortedCopyOf(ReloadAction.ORDER, Sets.filter(all, action -> !isCovered(action, all)));
    }

    private static boolean isCovered(ReloadAction action, Set<ReloadAction> all) {
        return action instanceof ReloadAction.RestartChannelAccount account
                && all.contains(new ReloadAction.RestartChannel(account.channel()));
    }

    /** Returns whether the plan has this action. */
    public boolean has(ReloadAction action) {
        requireNonNull(action, "action");
        return actions().contains(action);
    }

    private boolean has(ReloadAction.Kind kind) {
        return changes.stream().flatMap(change -> change.actions().stream()).anyMatch(action -> action.kind() == kind);
    }

    /** Returns whether the plan has {@code reload-models}. */
    public boolean reloadModels() {
        return has(ReloadAction.Kind.RELOAD_MODELS);
    }

    /** Returns whether the plan has {@code reload-providers}. */
    public boolean reloadProviders() {
        return has(ReloadAction.Kind.RELOAD_PROVIDERS);
    }

    /** Returns whether the plan has {@code reload-agents}. */
    public boolean reloadAgents() {
        return has(ReloadAction.Kind.RELOAD_AGENTS);
    }

    /** Returns whether the plan has {@code reload-bindings}. */
    public boolean reloadBindings() {
        return has(ReloadAction.Kind.RELOAD_BINDINGS);
    }

    /** Returns whether the plan has {@code reload-hooks}. */
    public boolean reloadHooks() {
        return has(ReloadAction.Kind.RELOAD_HOOKS);
    }

    /** Returns whether the plan has {@code restart-gmail-watcher}. */
    public boolean restartGmailWatcher() {
        return has(ReloadAction.Kind.RESTART_GMAIL_WATCHER);
    }

    /** Returns whether the plan has {@code restart-browser-control}. */
    public boolean restartBrowserControl() {
        return has(ReloadAction.Kind.RESTART_BROWSER_CONTROL);
    }

    /** Returns whether the plan has {@code restart-cron}. */
    public boolean restartCron() {
        return has(ReloadAction.Kind.RESTART_CRON);
    }

    /** Returns whether the plan has {@code restart-heartbeat}. */
    public boolean restartHeartbeat() {
        return has(ReloadAction.Kind.RESTART_HEARTBEAT);
    }

    /** Returns the channels that restart with all their accounts, sorted. */
    public Set<String> restartChannels() {
        return actions().stream()
                .filter(ReloadAction.RestartChannel.class::isInstance)
                .map(action -> ((ReloadAction.RestartChannel) action).channel())
                .collect(ImmutableSet.toImmutableSet());
    }

    /** Returns whether any change needs a restart. */
    public boolean requiresRestart() {
        return changes.stream().anyMatch(change -> change.verdict() == Verdict.RESTART);
    }

    /** Returns whether no action is needed: there is no change, or each takes effect when it is read.
     * Such changes still have to be published, which a reload does. */
    public boolean isNoop() {
        return changes.stream().allMatch(change -> change.verdict() == Verdict.NONE);
    }

    /**
     * Returns whether a value that is masked, wholly or in part, came, went or became another one, which the content ids of
     * base and target do not say.
     */
    public boolean secretsChanged() {
        return changes.stream().map(PlannedChange::change).distinct().anyMatch(SecretValues::differIn);
    }

    /** Returns the paths whose changes need a restart. */
    public List<ConfigPath> restartReasons() {
        return paths(Verdict.RESTART);
    }

    /** Returns the paths whose changes can be applied while the program runs. */
    public List<ConfigPath> hotReasons() {
        return paths(Verdict.HOT);
    }

    /** Returns the paths whose changes take effect when they are read. */
    public List<ConfigPath> noopPaths() {
        return paths(Verdict.NONE);
    }

    private List<ConfigPath> paths(Verdict verdict) {
        return changes.stream()
                .filter(change -> change.verdict() == verdict)
                .map(PlannedChange::path)
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns what this plan does to the value at a path, with the changes that do it; empty if it stays as it is. */
    public Optional<ValueChange> changeAt(ConfigPath path) {
        return ValueChange.of(this, requireNonNull(path, "path"));
    }

    /**
     * Returns the plan of a program that applies some actions only: a change with another action needs a restart, and says which
     * action it is.
     *
     * @param isApplied whether the program applies an action, or ignores it because it lacks what the action is about
     */
    public ReloadPlan restartingUnless(Predicate<ReloadAction> isApplied) {
        requireNonNull(isApplied, "isApplied");
        Set<ReloadAction> lacking =
                actions().stream().filter(isApplied.negate()).collect(ImmutableSet.toImmutableSet());
        return lacking.isEmpty()
                ? this
                : new ReloadPlan(
                        base,
                        target,
                        ruleTableId,
                        changes.stream()
                                .map(change -> restarting(change, lacking))
                                .toList());
    }

    private static PlannedChange restarting(PlannedChange change, Set<ReloadAction> lacking) {
        return change.actions().stream()
                .filter(lacking::contains)
                .findFirst()
                .map(action -> change.withRestart("no participant handles [" + action.id() + "]"))
                .orElse(change);
    }

    /** Returns text for people to read before they say yes, as {@link PlanLayout#standard()}. */
    public String explain() {
        return explain(PlanLayout.standard());
    }

    /**
     * Returns text for people: what needs a restart, by reason; what is hot, by actions; and what takes effect when it is read. A
     * changed list is shown by its elements, long text from shortly before the first difference on. It says how many changes it leaves
     * out.
     */
    public String explain(PlanLayout layout) {
        return new PlanExplanation(this, requireNonNull(layout, "layout")).render();
    }

    /** Returns the documented form for programs, ready for {@link JsonText}; see the package comment. */
    public Map<String, Object> toMap() {
        return PlanJson.toMap(this);
    }

    /** Returns the documented form for programs, as JSON; see the package comment. */
    public String toJson() {
        return JsonText.pretty(toMap());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReloadPlan plan
                && base.equals(plan.base)
                && target.equals(plan.target)
                && ruleTableId.equals(plan.ruleTableId)
                && statements().equals(plan.statements());
    }

    @Override
    public int hashCode() {
        return Objects.hash(base, target, ruleTableId, statements());
    }

    private ImmutableMultiset<Statement> statements() {
        return changes.stream().map(Statement::of).collect(ImmutableMultiset.toImmutableMultiset());
    }

    /** What a planned change says. Its values are those of the documents, and its index in an object is the order of a file. */
    private record Statement(
            ConfigPath change,
            Change.Kind kind,
            ConfigPath path,
            Optional<ReloadRule> rule,
            Verdict verdict,
            List<ReloadAction> actions,
            String reason) {

        static Statement of(PlannedChange planned) {
            return new Statement(
                    planned.change().path(),
                    planned.change().kind(),
                    planned.path(),
                    planned.rule(),
                    planned.verdict(),
                    planned.actions(),
                    planned.reason());
        }
    }

    /** Returns the first line of {@link #explain()}. */
    @Override
    public String toString() {
        return PlanExplanation.headline(this);
    }
}
