// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The modules and packages below one root package, and what is pinned about them.
 *
 * <p>The rules take the layout as a parameter, so that the same rules run on the published modules and on fixtures that
 * break them.
 *
 * @param root the package of all modules
 * @param hostInterfaces the interfaces that hosts implement
 * @param contractKits the types of the testkit that hosts extend
 * @param stillEmpty the packages and modules that have no class yet
 * @param exemptions who may break which rule
 */
record ProjectLayout(
        String root,
        Set<String> hostInterfaces,
        Set<String> contractKits,
        Set<String> stillEmpty,
        List<Exemption> exemptions) {

    static final List<String> MODULES = List.of("core", "models", "agents", "testkit");

    /** The packages of the core, each with the packages that it may use. */
    static final Map<String, Set<String>> CORE_PACKAGES = Map.ofEntries(
            Map.entry("config", Set.of()),
            Map.entry("bind", Set.of("config")),
            Map.entry("diff", Set.of("config")),
            Map.entry("plan", Set.of("config", "diff")),
            Map.entry("lease", Set.of("runtime")),
            Map.entry("participant", Set.of("config", "plan", "lease", "runtime", "time")),
            Map.entry("runtime", Set.of()),
            Map.entry("schema", Set.of("config", "bind", "plan")),
            Map.entry("source", Set.of("config", "runtime")),
            Map.entry(
                    "apply",
                    Set.of("config", "bind", "diff", "plan", "lease", "participant", "runtime", "source", "time")),
            Map.entry("time", Set.of()));

    /** The internal packages of the core, each with the package that it implements. */
    private static final Map<String, String> CORE_INTERNALS = Map.of(
            "engine", "apply",
            "json", "config",
            "secret", "config",
            "time", "time",
            "tree", "config",
            "yaml", "config");

    static final Set<String> PURE_PACKAGES =
            Set.of("core.config", "core.bind", "core.diff", "core.plan", "core.schema");

    static final Set<String> MODEL_PACKAGES = Set.of("file", "http", "provider");

    static final Set<String> AGENT_PACKAGES = Set.of("config", "routing", "session", "command");

    /** Returns the full name of a package of this layout. */
    String at(String name) {
        return root + "." + name;
    }

    /** Says whether a class lies in a package or module, in a package below it, or in an internal package that implements it. */
    boolean isIn(String name, JavaClass type) {
        return isBelow(at(name), packageOf(type));
    }

    /** Returns the package whose API a class belongs to or implements. */
    String packageOf(JavaClass type) {
        String name = type.getPackageName();
        String internal = at("core.internal.");
        if (name.equals(at("testkit.internal"))) {
            return name; // what several packages of the testkit share
        }
        if (!name.startsWith(internal)) {
            return name.replaceFirst("\\.internal(\\..*)?$", "");
        }
        String first = name.substring(internal.length()).replaceFirst("\\..*", "");
        return CORE_INTERNALS.containsKey(first) ? at("core." + CORE_INTERNALS.get(first)) : name;
    }

    DescribedPredicate<JavaClass> in(String name) {
        return describe("are in " + name, type -> isIn(name, type) && !isPackageInfo(type));
    }

    /** Matches every class of every published module. */
    DescribedPredicate<JavaClass> anywhere() {
        return describe("are in a published module", type -> owns(type) && !isPackageInfo(type));
    }

    /** Matches the classes to which a rule applies, without those that are exempt from it. */
    DescribedPredicate<JavaClass> anywhereNotExemptFrom(String rule) {
        return describe(
                "are in a published module",
                type -> anywhere().test(type)
                        && exemptions.stream()
                                .noneMatch(exemption -> exemption.rule().equals(rule)
                                        && exemption
                                                .type()
                                                .equals(outermost(type).getName())));
    }

    boolean owns(JavaClass type) {
        return MODULES.stream().anyMatch(module -> isIn(module, type));
    }

    /** Returns the module of a class of this layout. */
    String moduleOf(JavaClass type) {
        return MODULES.stream().filter(module -> isIn(module, type)).findFirst().orElseThrow();
    }

    /** Returns all packages and modules that must have a class, or be known to have none yet. */
    static List<String> packages() {
        List<String> packages = new ArrayList<>(MODULES);
        CORE_PACKAGES.keySet().stream().sorted().map(name -> "core." + name).forEach(packages::add);
        MODEL_PACKAGES.stream().sorted().map(name -> "models." + name).forEach(packages::add);
        AGENT_PACKAGES.stream().sorted().map(name -> "agents." + name).forEach(packages::add);
        return packages;
    }

    ProjectLayout withoutExemptions() {
        return new ProjectLayout(root, hostInterfaces, contractKits, stillEmpty, List.of());
    }

    /** Returns how many files a package may have: more only where an exemption gives a reason. */
    int mostFiles(String packageName, int usual) {
        return exemptions.stream()
                        .filter(exemption -> exemption.rule().equals("packages are small"))
                        .anyMatch(exemption -> exemption.type().equals(packageName))
                ? Integer.MAX_VALUE
                : usual;
    }

    static boolean isInternal(JavaClass type) {
        return List.of(type.getPackageName().split("\\.")).contains("internal");
    }

    static boolean isPackageInfo(JavaClass type) {
        return type.getSimpleName().equals("package-info");
    }

    static JavaClass outermost(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost;
    }

    private static boolean isBelow(String parent, String name) {
        return name.equals(parent) || name.startsWith(parent + ".");
    }
}
