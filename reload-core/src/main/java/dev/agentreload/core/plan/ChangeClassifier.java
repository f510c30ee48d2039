// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.diff.Change;
import dev.agentreload.core.internal.tree.ArrayNode;
import dev.agentreload.core.internal.tree.ElementIdentities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules that one change is about. A value that appears or disappears is opened as far as patterns reach below it,
 * so that the verdict is the same as if its parts had come or gone one by one. <em>Not safe for use by multiple threads.</em>
 */
final class ChangeClassifier {

    private final RuleTable rules;
    private final UnmatchedReasons reasons;
    private final Change change;
    private final Map<RuleMatch, PlannedChange> matched = new LinkedHashMap<>();
    private @Nullable ConfigPath unmatched;

    ChangeClassifier(RuleTable rules, UnmatchedReasons reasons, Change change) {
        this.rules = rules;
        this.reasons = reasons;
        this.change = change;
    }

    List<PlannedChange> classify() {
        RuleTrie.Cursor cursor = rules.trie().start();
        for (PathSegment segment : change.path().segments()) {
            cursor = cursor.step(segment);
        }
        switch (change.kind()) {
            case ADDED, REMOVED, REPLACED -> {
                open(change.before(), change.path(), cursor);
                open(change.after(), change.path(), cursor);
            }
            case REORDERED -> decide(change.path(), cursor);
        }
        return planned();
    }

    private List<PlannedChange> planned() {
        List<PlannedChange> planned = new ArrayList<>(matched.values());
        if (unmatched != null) {
            planned.add(new PlannedChange(
                    change, unmatched, Optional.empty(), rules.unmatched(), List.of(), reasons.of(unmatched)));
        }
        return planned;
    }

    private void open(@Nullable ConfigNode node, ConfigPath path, RuleTrie.Cursor cursor) {
        if (node == null) {
            return;
        }
        if (cursor.goesOn() && node instanceof ConfigObject object && !object.isEmpty()) {
            object.forEach((key, value) -> member(path, new PathSegment.Key(key), value, cursor));
        } else if (cursor.goesOn() && node instanceof ArrayNode array && !array.isEmpty()) {
            elements(array, path, cursor);
        } else {
            decide(path, cursor);
        }
    }

    private void elements(ArrayNode array, ConfigPath path, RuleTrie.Cursor cursor) {
        Optional<String> key = rules.identities()
                .keyOf(path)
                .filter(name -> array.identification(name) != ArrayNode.Identification.NONE);
        if (key.isEmpty()) {
            decide(path, cursor);
            return;
        }
        ElementIdentities identities = ElementIdentities.of(array, key.get());
        for (ConfigNode element : array.elements()) {
            member(path, identities.next(element).orElseThrow(), element, cursor);
        }
    }

    private void member(ConfigPath path, PathSegment segment, ConfigNode value, RuleTrie.Cursor cursor) {
        open(value, path.then(segment), cursor.step(segment));
    }

    private void decide(ConfigPath path, RuleTrie.Cursor cursor) {
        RuleMatch match = cursor.match();
        if (match != null) {
            matched.computeIfAbsent(match, key -> planned(path, key));
        } else {
            unmatched = unmatched == null ? path : shared(unmatched, path);
        }
    }

    private static ConfigPath shared(ConfigPath one, ConfigPath other) {
        ConfigPath shared = one;
        while (!other.startsWith(shared)) {
            shared = shared.parent();
        }
        return shared;
    }

    private PlannedChange planned(ConfigPath path, RuleMatch match) {
        int depth = Math.max(change.path().depth(), match.depth());
        ConfigPath part =
                depth == path.depth() ? path : ConfigPath.of(path.segments().subList(0, depth));
        return new PlannedChange(
                change,
                part,
                Optional.of(match.rule()),
                match.rule().verdict(),
                match.actions(),
                match.rule().reason());
    }
}
