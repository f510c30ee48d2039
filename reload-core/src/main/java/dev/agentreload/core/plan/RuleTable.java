// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hashing;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.PathPattern;
import dev.agentreload.core.diff.ListIdentities;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All rules of a program, and the lists it compares element by element.
 *
 * <p>Of several rules that match a path the one with more segments decides; among those the one whose leftmost literal
 * stands further to the left. Matching is by whole segments, so {@code agents.defaults.model} says nothing about
 * {@code agents.defaults.models}, and costs the path's depth, whatever the number of rules. <em>Immutable.</em>
 */
public final class RuleTable {

    private static final RuleTable DEFAULTS = DefaultRules.gateway();
    private static final RuleTable AGENTS = DefaultRules.agents();
    private static final int ID_DIGITS = 16;

    private final ImmutableMap<PathPattern, ReloadRule> rules;
    private final ListIdentities identities;
    private final ImmutableSet<PathPattern> lists;
    private final Verdict unmatched;
    private final RuleTrie trie;
    private final String id;

    private RuleTable(Builder builder) {
        this.rules = ImmutableMap.copyOf(builder.rules);
        this.identities = builder.identities;
        this.lists = ImmutableSet.copyOf(builder.lists);
        this.unmatched = builder.unmatched;
        this.trie = RuleTrie.of(rules.values());
        this.id = identify();
    }

    /**
     * Returns the rules of a gateway, those of OpenClaw and PicoClaw joined: models, providers, agents, bindings, sessions, hooks,
     * cron, heartbeat, browser, tool servers and plugins are hot; channels, discovery and the gateway's own settings need a restart;
     * bookkeeping and sections that are read afresh each time take effect when they are read; unmatched paths need a restart.
     *
     * <p>Edits of agents ask for {@code restart-heartbeat} too. A host without a heartbeat says
     * {@code ignoring(ReloadAction.RESTART_HEARTBEAT)} to its reloader, or takes {@link #agents()}.
     */
    public static RuleTable defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the rules of a host that uses the published modules alone. Models, providers, agents, bindings and sessions are hot; a
     * change of anything else needs a restart, until the host adds a rule for its own section.
     */
    public static RuleTable agents() {
        return AGENTS;
    }

    /** Returns a builder without rules, with {@link ListIdentities#none()}, whose unmatched paths need a restart. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with what this table has. */
    public Builder toBuilder() {
        Builder builder = new Builder().identities(identities).unmatched(unmatched);
        rules.values().forEach(builder::add);
        builder.lists.addAll(lists);
        return builder;
    }

    /** Returns the rules in the order in which they were added. */
    public List<ReloadRule> rules() {
        return rules.values().asList();
    }

    /** Returns the rule that decides about this path. */
    public Optional<ReloadRule> find(ConfigPath path) {
        RuleTrie.Cursor cursor = trie.start();
        for (var segment : path.segments()) {
            cursor = cursor.step(segment);
        }
        return Optional.ofNullable(cursor.match()).map(RuleMatch::rule);
    }

    /** Returns which lists are compared element by element. */
    public ListIdentities identities() {
        return identities;
    }

    /** Returns the verdict for paths that no rule matches. */
    public Verdict unmatched() {
        return unmatched;
    }

    /** Returns 16 hexadecimal digits that are the same for equal tables, in every process. */
    public String id() {
        return id;
    }

    RuleTrie trie() {
        return trie;
    }

    /** Order does not matter to what a table says, so it does not to its id. */
    private String identify() {
        List<String> said = Stream.of(
                        rules.values().stream().map(rule -> JsonText.compact(parts(rule))),
                        identities.asMap().entrySet().stream()
                                .map(entry -> JsonText.compact(List.of(entry.getKey(), entry.getValue()))),
                        Stream.of(unmatched.name()))
                .flatMap(Function.identity())
                .sorted()
                .toList();
        return Hashing.sha256()
                .hashString(JsonText.compact(said), StandardCharsets.UTF_8)
                .toString()
                .substring(0, ID_DIGITS);
    }

    private static List<Object> parts(ReloadRule rule) {
        return List.of(rule.id(), rule.pattern(), rule.verdict(), rule.actions(), rule.reason(), rule.source());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RuleTable table
                && rules.equals(table.rules)
                && identities.equals(table.identities)
                && unmatched == table.unmatched;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "RuleTable[" + id + ", " + rules.size() + " rules]";
    }

    /** Changes a table. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private static final List<String> CHANNEL_SECTIONS = List.of("channels", "channel_list");

        private final Map<PathPattern, ReloadRule> rules = new LinkedHashMap<>();
        private final Map<String, PathPattern> patternsById = new HashMap<>();
        private final Set<PathPattern> lists = new LinkedHashSet<>();
        private ListIdentities identities = ListIdentities.none();
        private Verdict unmatched = Verdict.RESTART;

        private Builder() {}

        /**
         * Adds a rule.
         *
         * @throws IllegalArgumentException if there is one with the same pattern or the same id; the message names both
         */
        public Builder add(ReloadRule rule) {
            requireNew(rule);
            put(rule);
            return this;
        }

        private void requireNew(ReloadRule rule) {
            ReloadRule existing = rules.get(rule.pattern());
            if (existing != null) {
                throw new IllegalArgumentException("rule [" + rule.id() + "] has the pattern [" + rule.pattern()
                        + "] of rule [" + existing.id() + "]; replace it or remove it first");
            }
            requireFreeId(rule);
        }

        private void requireFreeId(ReloadRule rule) {
            PathPattern holder = patternsById.get(rule.id());
            if (holder != null && !holder.equals(rule.pattern())) {
                throw new IllegalArgumentException("rule [" + rule.id() + "] stands for the pattern [" + holder
                        + "] already; the rule for [" + rule.pattern() + "] needs another id");
            }
        }

        private void put(ReloadRule rule) {
            rules.put(rule.pattern(), rule);
            patternsById.put(rule.id(), rule.pattern());
        }

        /**
         * Replaces the rule that has this one's pattern.
         *
         * @throws IllegalArgumentException if there is none, or a rule with another pattern has this one's id
         */
        public Builder replace(ReloadRule rule) {
            ReloadRule existing = requireRule(rule.pattern());
            requireFreeId(rule);
            patternsById.remove(existing.id());
            put(rule);
            return this;
        }

        /**
         * Removes the rule with this pattern.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder remove(String pattern) {
            PathPattern parsed = PathPattern.parse(pattern);
            patternsById.remove(requireRule(parsed).id());
            rules.remove(parsed);
            return this;
        }

        private ReloadRule requireRule(PathPattern pattern) {
            ReloadRule rule = rules.get(pattern);
            if (rule == null) {
                throw new IllegalArgumentException("no rule has the pattern [" + pattern + "]");
            }
            return rule;
        }

        /**
         * Says that the host can restart this channel: changes below {@code channels.ID} and {@code channel_list.ID} become
         * hot.
         *
         * @throws IllegalArgumentException if a rule has one of these patterns; none is added then
         */
        public Builder channel(String channel) {
            return addAll(channelRules(channel));
        }

        /**
         * Says that the host can restart this channel and each of its accounts alone. The account {@code default} stands for
         * the whole channel, since the others inherit from it.
         *
         * @throws IllegalArgumentException if a rule has one of these patterns; none is added then
         */
        public Builder channelWithAccounts(String channel) {
            List<ReloadRule> all = new ArrayList<>(channelRules(channel));
            String one = ActionSyntax.CHANNEL_ACCOUNT + ActionSyntax.encode(channel) + "/$1";
            for (String section : CHANNEL_SECTIONS) {
                PathPattern accounts = PathPattern.parse(section).key(channel).key("accounts");
                all.add(hot(accounts.any(), new ActionTemplate(one)));
                all.add(hot(accounts.key("default"), restart(channel)));
            }
            return addAll(all);
        }

        private Builder addAll(List<ReloadRule> all) {
            all.forEach(this::requireNew);
            all.forEach(this::put);
            return this;
        }

        private static List<ReloadRule> channelRules(String channel) {
            return CHANNEL_SECTIONS.stream()
                    .map(section -> hot(PathPattern.parse(section).key(channel), restart(channel)))
                    .toList();
        }

        private static ActionTemplate restart(String channel) {
            return ActionTemplate.of(new ReloadAction.RestartChannel(channel));
        }

        private static ReloadRule hot(PathPattern pattern, ActionTemplate action) {
            return ReloadRule.of(pattern, Verdict.HOT, List.of(action));
        }

        /**
         * Says that there is a list at this place. A rule that goes on below it is refused unless the elements have an
         * {@linkplain #identity identity}. It makes no difference to plans, and none to the table's id and equality.
         *
         * @throws IllegalArgumentException if the text is no pattern
         */
        public Builder list(String list) {
            lists.add(PathPattern.parse(list));
            return this;
        }

        /**
         * Says that this list is compared element by element, and by which key.
         *
         * @throws IllegalArgumentException if the text is no pattern
         */
        public Builder identity(String list, String key) {
            identities = identities.with(list, key);
            return this;
        }

        /** Replaces all identities. */
        public Builder identities(ListIdentities all) {
            identities = requireNonNull(all, "all");
            return this;
        }

        /** Sets the verdict for paths that no rule matches. */
        public Builder unmatched(Verdict verdict) {
            unmatched = requireNonNull(verdict, "verdict");
            return this;
        }

        /**
         * Returns the table.
         *
         * @throws IllegalArgumentException if a pattern can never match, since it goes on below a {@linkplain #list list} that is
         *     compared as one unit, or names an element of a list by a key
         */
        public RuleTable build() {
            new UnreachableRules(identities, lists).refuse(rules.values());
            return new RuleTable(this);
        }
    }
}
