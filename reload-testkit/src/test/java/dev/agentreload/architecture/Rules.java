// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;

/** All architecture rules. */
final class Rules {
    private Rules() {}

    static List<NamedRule> of(ProjectLayout layout) {
        return Stream.of(PackageRules.rules(layout), PublishedApi.rules(layout), Effects.rules(layout))
                .flatMap(List::stream)
                .toList();
    }

    /** Returns what the rule of that name finds, one violation per line. */
    static String violations(List<NamedRule> rules, String name, JavaClasses classes) {
        NamedRule named = rules.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rule [" + name + "]"));
        return String.join(
                "\n", named.rule().evaluate(classes).getFailureReport().getDetails());
    }
}
