// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.PathPattern;
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

    /** Decides about {@code $schema} and its like, unless the host has a rule. */
    private static final Position NOTES = notes();

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
        step.decide(rule);
    }

    private static Position notes() {
        Step step = new Step();
        step.decide(new ReloadRule(
                "notes",
                PathPattern.parse("*"),
                Verdict.NONE,
                List.of(),
                "root keys that begin with $ or _ are notes about the file",
                "Agent Reload"));
        return new Position(step, List.of());
    }

    Cursor start() {
        Position start = new Position(root, List.of());
        return new Cursor(List.of(start), start.decides() ? start : null, true);
    }

    /** Returns how many segments of a path some pattern has, from the root. */
    int knownDepth(ConfigPath path) {
        Step step = root;
        int depth = 0;
        for (PathSegment segment : path.segments()) {
            Optional<Step> next = step.next(segment);
            if (next.isEmpty()) {
                return depth;
            }
            step = next.get();
            depth++;
        }
        return depth;
    }

    /** Returns the hint that names what patterns have in place of a path's last segment, if it resembles it; may be empty. */
    String nearMatches(ConfigPath path) {
        Step step = root;
        for (PathSegment segment : path.parent().segments()) {
            step = step.next(segment).orElseThrow();
        }
        PathSegment last = path.segments().get(path.depth() - 1);
        return last instanceof PathSegment.Key key ? ConfigProblem.didYouMean(key.name(), step.literals.keySet()) : "";
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

        void decide(ReloadRule decision) {
            rule = decision;
            fixedActions = RuleMatch.fixedActions(decision);
        }

        boolean isEnd() {
            return literals.isEmpty() && wildcard == null;
        }

        Optional<Step> next(PathSegment segment) {
            Step literal = segment instanceof PathSegment.Key key ? literals.get(key.name()) : null;
            return Optional.ofNullable(literal == null ? wildcard : literal);
        }
    }

    /** A place in the trie, and what the wildcards on the way captured. */
    private record Position(Step step, List<String> captures) {

        boolean decides() {
            return step.rule != null;
        }

        @Nullable
        RuleMatch match() {
            return step.rule == null ? null : new RuleMatch(step.rule, step.fixedActions, captures);
        }
    }

    /**
     * All places in the trie to which a path leads, those with literals further to the left first, and the one whose rule decides
     * so far. <em>Immutable.</em>
     */
    static final class Cursor {

        private final List<Position> positions;
        private final @Nullable Position deciding;
        private final boolean atRoot;

        private Cursor(List<Position> positions, @Nullable Position deciding, boolean atRoot) {
            this.positions = positions;
            this.deciding = deciding;
            this.atRoot = atRoot;
        }

        /** Returns the rule that decides about the path walked so far, or null if there is none. */
        @Nullable
        RuleMatch match() {
            return deciding == null ? null : deciding.match();
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
            Position deepest = deepest(next);
            return new Cursor(next, deepest == null && atRoot && isNote(segment) ? NOTES : deepest, false);
        }

        private static boolean isNote(PathSegment segment) {
            return segment instanceof PathSegment.Key key
                    && (key.name().startsWith("$")
                            || key.name().startsWith("_")
                            || key.name().startsWith("//"));
        }

        private @Nullable Position deepest(List<Position> next) {
            for (Position position : next) {
                if (position.decides()) {
                    return position;
                }
            }
            return deciding;
        }

        private static List<String> append(List<String> captures, String capture) {
            List<String> longer = new ArrayList<>(captures);
            longer.add(capture);
            return List.copyOf(longer);
        }
    }
}
