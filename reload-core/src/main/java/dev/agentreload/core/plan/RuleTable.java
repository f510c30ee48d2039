package dev.agentreload.core.plan;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.PathPattern;
import dev.agentreload.core.diff.ListIdentities;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final RuleTable DEFAULTS = DefaultRules.table();
    private static final int ID_DIGITS = 16;

    private final ImmutableMap<PathPattern, ReloadRule> rules;
    private final ListIdentities identities;
    private final Verdict unmatched;
    private final RuleTrie trie;
    private final String id;

    private RuleTable(Map<PathPattern, ReloadRule> rules, ListIdentities identities, Verdict unmatched) {
        this.rules = ImmutableMap.copyOf(rules);
        this.identities = identities;
        this.unmatched = unmatched;
        this.trie = RuleTrie.of(rules.values());
        this.id = identify();
    }

    /**
     * Returns the rules of both ancestors: models, providers, agents, bindings, sessions, hooks, cron, heartbeat and
     * browser are hot; channels, plugins, discovery and the gateway need a restart; bookkeeping and what is read afresh
     * each time needs nothing; unmatched paths need a restart.
     */
    public static RuleTable defaults() {
        return DEFAULTS;
    }

    /** Returns a builder without rules, with {@link ListIdentities#none()}, whose unmatched paths need a restart. */
    public static Builder builder() {
        return new Builder(ImmutableMap.of(), ListIdentities.none(), Verdict.RESTART);
    }

    /** Returns a builder that starts with what this table has. */
    public Builder toBuilder() {
        return new Builder(rules, identities, unmatched);
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
        return List.of(rule.id(), rule.pattern(), rule.verdict(), rule.actions(), rule.reason());
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

        private final Map<PathPattern, ReloadRule> rules;
        private ListIdentities identities;
        private Verdict unmatched;

        private Builder(Map<PathPattern, ReloadRule> rules, ListIdentities identities, Verdict unmatched) {
            this.rules = new LinkedHashMap<>(rules);
            this.identities = identities;
            this.unmatched = unmatched;
        }

        /**
         * Adds a rule.
         *
         * @throws IllegalArgumentException if there is one with the same pattern; the message names both
         */
        public Builder add(ReloadRule rule) {
            ReloadRule existing = rules.putIfAbsent(rule.pattern(), rule);
            if (existing != null) {
                throw new IllegalArgumentException("rule [" + rule.id() + "] has the pattern [" + rule.pattern()
                        + "] of rule [" + existing.id() + "]; replace it or remove it first");
            }
            return this;
        }

        /**
         * Replaces the rule that has this one's pattern.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder replace(ReloadRule rule) {
            requireRule(rule.pattern());
            rules.put(rule.pattern(), rule);
            return this;
        }

        /**
         * Removes the rule with this pattern.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder remove(String pattern) {
            PathPattern parsed = PathPattern.parse(pattern);
            requireRule(parsed);
            rules.remove(parsed);
            return this;
        }

        private void requireRule(PathPattern pattern) {
            if (!rules.containsKey(pattern)) {
                throw new IllegalArgumentException("no rule has the pattern [" + pattern + "]");
            }
        }

        /**
         * Says that the host can restart this channel: changes below {@code channels.ID} and {@code channel_list.ID} become
         * hot.
         *
         * @throws IllegalArgumentException if a rule has one of these patterns
         */
        public Builder channel(String channel) {
            for (String section : CHANNEL_SECTIONS) {
                add(channelRule(section, channel, new ReloadAction.RestartChannel(channel)));
            }
            return this;
        }

        /**
         * Says that the host can restart this channel and each of its accounts alone. The account {@code default} stands for
         * the whole channel, since the others inherit from it.
         *
         * @throws IllegalArgumentException if a rule has one of these patterns
         */
        public Builder channelWithAccounts(String channel) {
            channel(channel);
            for (String section : CHANNEL_SECTIONS) {
                PathPattern accounts = PathPattern.parse(section).key(channel).key("accounts");
                ReloadAction whole = new ReloadAction.RestartChannel(channel);
                String one = ActionSyntax.CHANNEL_ACCOUNT + ActionSyntax.encode(channel) + "/$1";
                add(hot(accounts.any(), new ActionTemplate(one)));
                add(hot(accounts.key("default"), ActionTemplate.of(whole)));
            }
            return this;
        }

        private static ReloadRule channelRule(String section, String channel, ReloadAction action) {
            return hot(PathPattern.parse(section).key(channel), ActionTemplate.of(action));
        }

        private static ReloadRule hot(PathPattern pattern, ActionTemplate action) {
            return ReloadRule.of(pattern, Verdict.HOT, List.of(action));
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
         * @throws IllegalArgumentException if a pattern can never match, since it goes on below a list that is one unit, or
         *     names an element of a list by a key
         */
        public RuleTable build() {
            new UnreachableRules(identities).refuse(rules.values());
            return new RuleTable(rules, identities, unmatched);
        }
    }
}
