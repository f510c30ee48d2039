package dev.agentreload.core.plan;

import dev.agentreload.core.config.PathSegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The patterns of a table as a tree of segments, walked in step with a path. */
final class RuleTrie {

    private final Step root = new Step();

    private RuleTrie() {}

    static RuleTrie of(Collection<ReloadRule> rules) {
        RuleTrie trie = new RuleTrie();
        rules.forEach(trie::insert);
        return trie;
    }

    private void insert(ReloadRule rule) {
        Step step = root;
        for (int i = 0; i < rule.pattern().depth(); i++) {
            step = step.extend(rule.pattern().literal(i));
        }
        step.rule = rule;
        step.fixedActions = RuleMatch.fixedActions(rule);
    }

    Cursor start() {
        return new Cursor(List.of(new Position(root, List.of())), root.match(List.of()));
    }

    /** One segment of one or more patterns. Not changed any more once the trie is built. */
    private static final class Step {

        private final Map<String, Step> literals = new HashMap<>();
        private @Nullable Step wildcard;
        private @Nullable ReloadRule rule;
        private Optional<List<ReloadAction>> fixedActions = Optional.empty();

        Step extend(Optional<String> literal) {
            if (literal.isPresent()) {
                return literals.computeIfAbsent(literal.get(), key -> new Step());
            }
            wildcard = wildcard == null ? new Step() : wildcard;
            return wildcard;
        }

        @Nullable
        RuleMatch match(List<String> captures) {
            return rule == null ? null : new RuleMatch(rule, fixedActions, captures);
        }

        boolean isEnd() {
            return literals.isEmpty() && wildcard == null;
        }
    }

    /** A place in the trie, and what the wildcards on the way captured. */
    private record Position(Step step, List<String> captures) {}

    /**
     * All places in the trie to which a path leads, those with literals further to the left first, and the rule that decides
     * so far. <em>Immutable.</em>
     */
    static final class Cursor {

        private final List<Position> positions;
        private final @Nullable RuleMatch match;

        private Cursor(List<Position> positions, @Nullable RuleMatch match) {
            this.positions = positions;
            this.match = match;
        }

        /** Returns the rule that decides about the path walked so far, or null if there is none. */
        @Nullable
        RuleMatch match() {
            return match;
        }

        /** Returns whether a longer path could be decided by another rule. */
        boolean goesOn() {
            for (Position position : positions) {
                if (!position.step().isEnd()) {
                    return true;
                }
            }
            return false;
        }

        Cursor step(PathSegment segment) {
            if (positions.isEmpty()) {
                return this;
            }
            List<Position> next = new ArrayList<>(positions.size());
            for (Position position : positions) {
                Step literal = segment instanceof PathSegment.Key key
                        ? position.step().literals.get(key.name())
                        : null;
                if (literal != null) {
                    next.add(new Position(literal, position.captures()));
                }
                Step wildcard = position.step().wildcard;
                if (wildcard != null) {
                    next.add(new Position(wildcard, append(position.captures(), segment.capture())));
                }
            }
            return new Cursor(next, deepest(next));
        }

        private @Nullable RuleMatch deepest(List<Position> next) {
            for (Position position : next) {
                RuleMatch deeper = position.step().match(position.captures());
                if (deeper != null) {
                    return deeper;
                }
            }
            return match;
        }

        private static List<String> append(List<String> captures, String capture) {
            List<String> longer = new ArrayList<>(captures);
            longer.add(capture);
            return List.copyOf(longer);
        }
    }
}
