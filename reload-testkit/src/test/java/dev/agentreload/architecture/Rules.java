// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;

/** All rules of the house. */
final class Rules {
    private Rules() {}

    static List<NamedRule> of(House house) {
        return Stream.of(Walls.rules(house), PublishedApi.rules(house), Effects.rules(house))
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
