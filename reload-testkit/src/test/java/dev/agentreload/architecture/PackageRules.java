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

/** Which module and package may use which other. */
final class PackageRules {
    private static final String NULL_MARKED = "org.jspecify.annotations.NullMarked";

    private PackageRules() {}

    static List<NamedRule> rules(ProjectLayout layout) {
        List<NamedRule> rules = new ArrayList<>();
        // The last module may know all others.
        for (String module : ProjectLayout.MODULES.subList(0, ProjectLayout.MODULES.size() - 1)) {
            rules.add(new NamedRule(module + " depends on earlier modules only", moduleFlow(layout, module)));
        }
        ProjectLayout.CORE_PACKAGES.forEach((name, known) ->
                rules.add(new NamedRule("core." + name + " uses allowed packages", packageFlow(layout, name, known))));
        rules.add(new NamedRule("every class is in a listed package", listedPackages(layout)));
        rules.add(new NamedRule("internal packages stay in their module", internals(layout)));
        rules.add(new NamedRule("packages have no cycles", noCycles(layout)));
        rules.add(new NamedRule("packages are null-marked", nullMarked(layout)));
        return rules;
    }

    private static ArchRule moduleFlow(ProjectLayout layout, String module) {
        List<String> known = ProjectLayout.MODULES.subList(0, ProjectLayout.MODULES.indexOf(module) + 1);
        return classes()
                .that(layout.in(module))
                .should(dependOnlyWhere(
                        "depend on " + known,
                        dependency -> !layout.owns(dependency.getTargetClass())
                                || known.contains(layout.moduleOf(dependency.getTargetClass()))))
                .because("modules flow one way: core, models, agents, testkit")
                .allowEmptyShould(layout.stillEmpty().contains(module));
    }

    private static ArchRule packageFlow(ProjectLayout layout, String name, Set<String> known) {
        return classes()
                .that(layout.in("core." + name))
                .should(dependOnlyWhere(
                        "use no package of the core but " + known,
                        dependency -> !layout.isIn("core", dependency.getTargetClass())
                                || layout.isIn("core." + name, dependency.getTargetClass())
                                || known.stream()
                                        .anyMatch(other -> layout.isIn("core." + other, dependency.getTargetClass()))))
                .because("data flows one way, and each package can be read, tested and used without those after it")
                .allowEmptyShould(layout.stillEmpty().contains("core." + name));
    }

    private static ArchRule listedPackages(ProjectLayout layout) {
        return classes()
                .that(layout.anywhere())
                .should(holdWithout(
                        "lie in a listed package",
                        type -> isListed(layout, type)
                                ? Stream.of()
                                : Stream.of(
                                        type.getName() + " lies in " + type.getPackageName() + ", which is unlisted")))
                .because("a new package is a decision about the whole project, not about one class");
    }

    private static boolean isListed(ProjectLayout layout, JavaClass type) {
        String name = layout.packageOf(type);
        return switch (layout.moduleOf(type)) {
            case "core" ->
                ProjectLayout.CORE_PACKAGES.keySet().stream().anyMatch(one -> name.equals(layout.at("core." + one)));
            case "models" -> isPackageOf(layout, "models", ProjectLayout.MODEL_PACKAGES, name);
            case "agents" -> isPackageOf(layout, "agents", ProjectLayout.AGENT_PACKAGES, name);
            default -> true;
        };
    }

    /** The module's own package is listed too. */
    private static boolean isPackageOf(ProjectLayout layout, String module, Set<String> packages, String name) {
        return name.equals(layout.at(module))
                || packages.stream().anyMatch(one -> name.equals(layout.at(module + "." + one)));
    }

    private static ArchRule internals(ProjectLayout layout) {
        return classes()
                .that(layout.anywhere())
                .should(dependOnlyWhere(
                        "use no internal package of another module",
                        dependency -> !layout.owns(dependency.getTargetClass())
                                || !ProjectLayout.isInternal(dependency.getTargetClass())
                                || layout.moduleOf(dependency.getTargetClass())
                                        .equals(layout.moduleOf(dependency.getOriginClass()))))
                .because("internal packages are shared inside one module only");
    }

    private static ArchRule noCycles(ProjectLayout layout) {
        return slices().assignedFrom(packages(layout))
                .should()
                .beFreeOfCycles()
                .because("packages that use each other are one package");
    }

    /** An internal package is a part of the one it implements: API and implementation know each other. */
    private static SliceAssignment packages(ProjectLayout layout) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return layout.owns(type) ? SliceIdentifier.of(layout.packageOf(type)) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    private static ArchRule nullMarked(ProjectLayout layout) {
        return classes()
                .that(layout.anywhere())
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
