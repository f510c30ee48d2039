// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.bind;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.config.ProblemCollector;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A value of a section, read as one kind. A value that does not fit is a problem, and empty. <em>Immutable.</em>
 *
 * @param container the path of what it stands in
 */
record Member(ConfigNode node, ConfigPath container, PathSegment segment) {

    /** Made when asked for: most values have no problem. */
    ConfigPath path() {
        return container.then(segment);
    }

    Optional<String> string(ProblemCollector problems) {
        return require(ConfigString.class, ConfigNode.Kind.STRING, problems).map(ConfigString::value);
    }

    OptionalLong integer(ConfigType type, ProblemCollector problems) {
        OptionalLong value = node instanceof ConfigNumber number ? number.asLong() : OptionalLong.empty();
        if (value.isEmpty()) {
            if (!isUnresolved(problems)) {
                mismatch(Declared.WHOLE, false, problems);
            }
            return value;
        }
        long number = value.getAsLong();
        if (!(type instanceof ConfigType.IntegerRange range) || (range.min() <= number && number <= range.max())) {
            return value;
        }
        problems.add(ConfigProblem.error(
                path(),
                node.position(),
                "[" + number + "] is too " + (number < range.min() ? "little" : "large"),
                "expected " + range.bounds()));
        return OptionalLong.empty();
    }

    List<Member> elements(ProblemCollector problems) {
        Optional<ConfigArray> array = require(ConfigArray.class, ConfigNode.Kind.ARRAY, problems);
        if (array.isEmpty()) {
            return ImmutableList.of();
        }
        ConfigPath list = path();
        ImmutableList.Builder<Member> elements = ImmutableList.builder();
        for (int i = 0; i < array.get().size(); i++) {
            elements.add(new Member(array.get().element(i), list, new PathSegment.Index(i)));
        }
        return elements.build();
    }

    <N extends ConfigNode> Optional<N> require(Class<N> type, ConfigNode.Kind kind, ProblemCollector problems) {
        boolean unresolved = isUnresolved(problems);
        if (type.isInstance(node)) {
            return Optional.of(type.cast(node));
        }
        if (!unresolved) {
            mismatch(kind.description(), kind == ConfigNode.Kind.BOOLEAN, problems);
        }
        return Optional.empty();
    }

    /** Reports it if this value has a placeholder without a value; of such a value nothing else is known. */
    boolean isUnresolved(ProblemCollector problems) {
        return node instanceof ConfigString string && !string.isResolved() && problems.reportUnresolved(string, path());
    }

    void mismatch(String expectation, boolean isBoolean, ProblemCollector problems) {
        problems.add(ConfigProblem.error(
                path(),
                node.position(),
                "found " + node.kind().description(),
                "expected " + expectation + (isBoolean ? meant() : lacking())));
    }

    /** Returns what an object lacks that was meant as a reference to a secret: one that lacks nothing is read as the secret. */
    private String lacking() {
        return node instanceof ConfigObject object && object.indexOf("source") >= 0 && object.indexOf("id") >= 0
                ? "; a reference to a secret has the [source] env, file or exec, a [provider], and an [id] of that source"
                : "";
    }

    /** Returns what to write in place of a word that older YAML takes for a boolean, or that was quoted. */
    private String meant() {
        return node instanceof ConfigString text && !text.isSecret()
                ? switch (text.value().toLowerCase(Locale.ROOT)) {
                    case "true", "false" -> "; write it without quotes";
                    case "yes", "on" -> "; write true";
                    case "no", "off" -> "; write false";
                    default -> "";
                }
                : "";
    }
}
