// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.agentreload.architecture.Conditions.dependOnlyWhere;
import static dev.agentreload.architecture.Conditions.holdWithout;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The walls between modules and packages. */
final class Walls {
    private static final String NULL_MARKED = "org.jspecify.annotations.NullMarked";

    private Walls() {}

    static List<NamedRule> rules(House house) {
        List<NamedRule> rules = new ArrayList<>();
        // The last module may know all others.
        for (String module : House.MODULES.subList(0, House.MODULES.size() - 1)) {
            rules.add(new NamedRule(module + " knows only the modules before it", moduleFlow(house, module)));
        }
        House.CORE_PACKAGES.forEach((name, known) ->
                rules.add(new NamedRule("core." + name + " uses allowed packages", packageFlow(house, name, known))));
        rules.add(new NamedRule("every class is in a listed package", listedPackages(house)));
        rules.add(new NamedRule("internal packages stay in their module", internals(house)));
        rules.add(new NamedRule("packages have no cycles", noCycles(house)));
        rules.add(new NamedRule("packages are null-marked", nullMarked(house)));
        return rules;
    }

    private static ArchRule moduleFlow(House house, String module) {
        List<String> known = House.MODULES.subList(0, House.MODULES.indexOf(module) + 1);
        return classes()
                .that(house.in(module))
                .should(dependOnlyWhere(
                        "know only " + known,
                        dependency -> !house.owns(dependency.getTargetClass())
                                || known.contains(house.moduleOf(dependency.getTargetClass()))))
                .because("modules flow one way: core, models, agents, testkit")
                .allowEmptyShould(house.stillEmpty().contains(module));
    }

    private static ArchRule packageFlow(House house, String name, Set<String> known) {
        return classes()
                .that(house.in("core." + name))
                .should(dependOnlyWhere(
                        "use no package of the core but " + known,
                        dependency -> !house.isIn("core", dependency.getTargetClass())
                                || house.isIn("core." + name, dependency.getTargetClass())
                                || known.stream()
                                        .anyMatch(other -> house.isIn("core." + other, dependency.getTargetClass()))))
                .because("data flows one way, and each package can be read, tested and used without those after it")
                .allowEmptyShould(house.stillEmpty().contains("core." + name));
    }

    private static ArchRule listedPackages(House house) {
        return classes()
                .that(house.anywhere())
                .should(holdWithout(
                        "lie in a listed package",
                        type -> isListed(house, type)
                                ? Stream.of()
                                : Stream.of(
                                        type.getName() + " lies in " + type.getPackageName() + ", which is unlisted")))
                .because("a new package is a decision about the whole house, not about one class");
    }

    private static boolean isListed(House house, JavaClass type) {
        String name = house.homeOf(type);
        return switch (house.moduleOf(type)) {
            case "core" -> House.CORE_PACKAGES.keySet().stream().anyMatch(one -> name.equals(house.at("core." + one)));
            case "models" -> isPackageOf(house, "models", House.MODEL_PACKAGES, name);
            case "agents" -> isPackageOf(house, "agents", House.AGENT_PACKAGES, name);
            default -> true;
        };
    }

    /** The module's own package is listed too. */
    private static boolean isPackageOf(House house, String module, Set<String> packages, String name) {
        return name.equals(house.at(module))
                || packages.stream().anyMatch(one -> name.equals(house.at(module + "." + one)));
    }

    private static ArchRule internals(House house) {
        return classes()
                .that(house.anywhere())
                .should(dependOnlyWhere(
                        "use no internal package of another module",
                        dependency -> !house.owns(dependency.getTargetClass())
                                || !House.isInternal(dependency.getTargetClass())
                                || house.moduleOf(dependency.getTargetClass())
                                        .equals(house.moduleOf(dependency.getOriginClass()))))
                .because("internal packages are shared inside one module only");
    }

    private static ArchRule noCycles(House house) {
        return slices().assignedFrom(packages(house))
                .should()
                .beFreeOfCycles()
                .because("packages that use each other are one package");
    }

    /** An internal package is a part of the one it implements: API and implementation know each other. */
    private static SliceAssignment packages(House house) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return house.owns(type) ? SliceIdentifier.of(house.homeOf(type)) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    private static ArchRule nullMarked(House house) {
        return classes()
                .that(house.anywhere())
                .should(holdWithout(
                        "lie in a null-marked package",
                        type -> isNullMarked(type)
                                ? Stream.of()
                                : Stream.of(type.getName() + " lies in " + type.getPackageName()
                                        + ", whose package-info is missing or not @NullMarked")))
                .because("NullAway checks marked packages only, so an unmarked one would pass unread");
    }

    private static boolean isNullMarked(JavaClass type) {
        return type.getPackage()
                .tryGetPackageInfo()
                .filter(info -> info.isAnnotatedWith(NULL_MARKED))
                .isPresent();
    }
}
