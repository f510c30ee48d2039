// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Ways to say what a class must not do. */
final class Conditions {
    private Conditions() {}

    /** Holds for a class for which no violation is found. */
    static ArchCondition<JavaClass> holdWithout(String description, Function<JavaClass, Stream<String>> violations) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                violations
                        .apply(type)
                        .distinct()
                        .forEach(violation -> events.add(SimpleConditionEvent.violated(type, violation)));
            }
        };
    }

    /** Holds for a class that has only such dependencies. */
    static ArchCondition<JavaClass> dependOnlyWhere(String description, Predicate<Dependency> allowed) {
        return holdWithout(
                description,
                type -> type.getDirectDependenciesFromSelf().stream()
                        .filter(allowed.negate())
                        .map(Dependency::getDescription));
    }

    /** Holds for a class that calls, references, reads and writes no such member. */
    static ArchCondition<JavaClass> accessNothingWhere(String description, Predicate<JavaAccess<?>> forbidden) {
        return holdWithout(
                description,
                type -> type.getAccessesFromSelf().stream().filter(forbidden).map(JavaAccess::getDescription));
    }
}
