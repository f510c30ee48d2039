// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.schema;

import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.PathPattern;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.plan.ActionTemplate;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.plan.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A place in all documents: the pattern that names it, and the path of an example. */
record Place(PathPattern pattern, ConfigPath example) {

    private static final String ANY_NAME = "name";
    private static final Place ROOT =
            new Place(PathPattern.parse(ConfigPath.root().toString()), ConfigPath.root());

    static Place root() {
        return ROOT;
    }

    Place key(String name) {
        return new Place(pattern.key(name), example.key(name));
    }

    Place element() {
        return new Place(pattern.any(), example.index(0));
    }

    Place member() {
        return new Place(pattern.any(), example.key(ANY_NAME));
    }

    /** Returns what a change here asks for; empty for a section of which only the rules of its keys say that. */
    Optional<Effect> effect(ConfigType type, RuleTable rules) {
        Optional<ReloadRule> rule = rules.find(example);
        if (rule.isEmpty() && type instanceof ConfigType.Section) {
            return Optional.empty();
        }
        return Optional.of(new Effect(
                rule.map(ReloadRule::verdict).orElse(rules.unmatched()),
                rule.map(ReloadRule::actions).orElse(List.of()).stream()
                        .map(ActionTemplate::text)
                        .toList()));
    }

    /** Returns whether a document masks what stands here, which is found out with one that has such a value here. */
    boolean isSecret(ConfigType type) {
        ConfigPath scalar = example;
        Object value = ConfigType.admits(type, ConfigNode.Kind.STRING) ? "text" : 1;
        if (type instanceof ConfigType.ListOf) {
            scalar = example.index(0);
            value = "text";
        } else if (type instanceof ConfigType.MapOf map && ConfigType.admits(map.value(), ConfigNode.Kind.STRING)) {
            scalar = example.key(ANY_NAME);
            value = "text";
        }
        List<PathSegment> segments = new ArrayList<>(scalar.segments());
        for (int i = segments.size() - 1; i >= 0; i--) {
            value = segments.get(i) instanceof PathSegment.Key key ? Map.of(key.name(), value) : List.of(value);
        }
        return ConfigDocument.parse("example", JsonText.compact(value))
                .find(scalar)
                .filter(ConfigNode::isSecret)
                .isPresent();
    }

    @Override
    public String toString() {
        return pattern.toString();
    }

    /**
     * What a change asks of a running program.
     *
     * @param verdict the rule's
     * @param actions what applies it
     */
    record Effect(Verdict verdict, List<String> actions) {

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("verdict", verdict.name().toLowerCase(Locale.ROOT));
            if (!actions.isEmpty()) {
                map.put("actions", actions);
            }
            return map;
        }

        String description() {
            return switch (verdict) {
                case HOT -> actions.isEmpty() ? "hot" : actions.stream().collect(Collectors.joining(", ", "hot: ", ""));
                case RESTART -> "restart";
                case NONE -> "when it is read";
            };
        }
    }
}
