// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.agentreload.architecture.Conditions.accessNothingWhere;
import static dev.agentreload.architecture.Conditions.dependOnlyWhere;
import static dev.agentreload.architecture.Conditions.holdWithout;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What may reach outside: no part starts a thread, reads a clock, looks into the environment or keeps static state.
 *
 * <p>Two things the class files do not show: a {@code synchronized} block, and what hides behind a static field declared
 * as {@code Map} or {@code List}.
 */
final class Effects {
    /** Who may do what the rules forbid, and why. */
    static final List<Exemption> EXEMPTIONS = List.of(
            new Exemption(
                    "no environment",
                    "dev.agentreload.core.source.EnvironmentResolver",
                    "the role itself, in the form that a host hands in"),
            new Exemption(
                    "pure packages",
                    "dev.agentreload.core.internal.tree.KeySequenceCache",
                    "a reader that is asked by several threads hands what it knows of keys to one of them"),
            new Exemption(
                    "no clock",
                    "dev.agentreload.core.runtime.HostRuntime",
                    "the one place that names the system's clocks: a host that asks for the usual runtime passes them in"),
            new Exemption(
                    "no thread",
                    "dev.agentreload.testkit.internal.TestThreads",
                    "a step can hang only on a thread of its own, which ends with the test"),
            new Exemption(
                    "no thread",
                    "dev.agentreload.testkit.contract.TwoThreads",
                    "a test of two callers at once needs two threads, which end with it"));

    private static final Set<String> IN_MEMORY_IO = Set.of(
            "java.io.ByteArrayInputStream",
            "java.io.ByteArrayOutputStream",
            "java.io.IOException",
            "java.io.Serializable",
            "java.io.StringReader",
            "java.io.StringWriter",
            "java.io.UncheckedIOException");

    private static final Set<String> HARMLESS_NET =
            Set.of("java.net.URI", "java.net.URISyntaxException", "java.net.URLDecoder", "java.net.URLEncoder");

    private static final Set<String> IMPURE_PACKAGES = Set.of(
            "java.io",
            "java.lang.ref",
            "java.net",
            "java.net.http",
            "java.nio.channels",
            "java.nio.file",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks",
            "java.util.logging");

    private static final Set<String> IMPURE_TYPES = Set.of(
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.lang.System$Logger",
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Timer");

    private static final Set<String> SYSTEM_LOOKUPS =
            Set.of("console", "err", "exit", "getenv", "getProperties", "getProperty", "in", "out", "setProperty");

    private static final Set<String> DELAYS_ON_A_STATIC_THREAD = Set.of("completeOnTimeout", "orTimeout");

    private Effects() {}

    static List<NamedRule> rules(ProjectLayout layout) {
        return List.of(
                new NamedRule("pure packages", purePackages(layout)),
                new NamedRule("no monitors in pure packages", noMonitorsInPurePackages(layout)),
                accessRule(
                        layout,
                        "no clock",
                        "read no clock",
                        Effects::readsClock,
                        "time is handed in, so that a test can drive it by hand"),
                accessRule(layout, "no sleep", "not sleep", Effects::sleeps, "a wait has a deadline and can be woken"),
                accessRule(
                        layout,
                        "no thread",
                        "start no thread and use no shared pool",
                        Effects::startsThread,
                        "the host owns the threads: no reload may leak one"),
                accessRule(
                        layout,
                        "no environment",
                        "look into no environment, property, console or service registry",
                        Effects::looksAround,
                        "roles are injected; nothing is looked up"),
                new NamedRule("no static state", noStaticState(layout)));
    }

    private static NamedRule accessRule(
            ProjectLayout layout, String name, String description, Predicate<JavaAccess<?>> forbidden, String because) {
        ArchRule rule = classes()
                .that(layout.anywhereNotExemptFrom(name))
                .should(accessNothingWhere(description, forbidden))
                .because(because);
        return new NamedRule(name, rule);
    }

    private static ArchRule purePackages(ProjectLayout layout) {
        return classes()
                .that(inPurePackages(layout).and(layout.anywhereNotExemptFrom("pure packages")))
                .should(dependOnlyWhere(
                        "know no clock, lock, thread, input, output or log",
                        dependency -> !isImpure(dependency.getTargetClass())))
                .because("what a document is and what an edit means depends on nothing but the two documents");
    }

    private static boolean isImpure(JavaClass type) {
        if (IN_MEMORY_IO.contains(type.getName()) || HARMLESS_NET.contains(type.getName())) {
            return false;
        }
        return IMPURE_TYPES.contains(type.getName()) || IMPURE_PACKAGES.contains(type.getPackageName());
    }

    private static ArchRule noMonitorsInPurePackages(ProjectLayout layout) {
        return classes()
                .that(inPurePackages(layout))
                .should(holdWithout(
                        "use no monitor",
                        type -> Stream.concat(
                                type.getMethods().stream()
                                        .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                                        .map(method -> method.getFullName() + " is synchronized"),
                                type.getAccessesFromSelf().stream()
                                        .filter(Effects::usesMonitor)
                                        .map(JavaAccess::getDescription))))
                .because("what never changes needs no lock");
    }

    private static DescribedPredicate<JavaClass> inPurePackages(ProjectLayout layout) {
        return describe(
                "are in the pure packages",
                type -> ProjectLayout.PURE_PACKAGES.stream()
                        .anyMatch(name -> layout.in(name).test(type)));
    }

    private static boolean usesMonitor(JavaAccess<?> access) {
        return isOn(access, Object.class)
                && Set.of("wait", "notify", "notifyAll").contains(access.getName());
    }

    private static boolean readsClock(JavaAccess<?> access) {
        return (isOn(access, System.class)
                        && Set.of("currentTimeMillis", "nanoTime").contains(access.getName()))
                || (isOnPackage(access, "java.time") && access.getName().equals("now") && !takes(access, Clock.class))
                || (isOn(access, Clock.class) && access.getName().matches("system.*|tick(Millis|Seconds|Minutes)"))
                || (isOn(access, java.time.InstantSource.class)
                        && access.getName().equals("system"))
                || (isOn(access, "java.util.Date") && takesNothing(access) && isConstructor(access))
                || (isOn(access, "java.util.Calendar") && access.getName().equals("getInstance"));
    }

    private static boolean sleeps(JavaAccess<?> access) {
        return access.getName().equals("sleep")
                && (isOn(access, Thread.class) || isOn(access, "java.util.concurrent.TimeUnit"));
    }

    private static boolean startsThread(JavaAccess<?> access) {
        return (isConstructor(access) && isThreadOwner(access.getTargetOwner()))
                || (isOn(access, Thread.class)
                        && access.getName().matches("start|startVirtualThread|ofVirtual|ofPlatform"))
                || isOn(access, "java.util.concurrent.Executors")
                || (isOn(access, "java.util.concurrent.ForkJoinPool")
                        && access.getName().equals("commonPool"))
                || (isOn(access, "java.lang.ref.Cleaner") && access.getName().equals("create"))
                || (isOn(access, "java.net.http.HttpClient") && access.getName().matches("newHttpClient|newBuilder"))
                || (access.getName().matches("parallelStream|parallel") && takesNothing(access))
                || (isOnFuture(access) && delaysOrForks(access));
    }

    private static boolean isThreadOwner(JavaClass type) {
        return Stream.of(
                        "java.lang.Thread",
                        "java.util.Timer",
                        "java.util.concurrent.ForkJoinPool",
                        "java.util.concurrent.ThreadPoolExecutor")
                .anyMatch(type::isAssignableTo);
    }

    private static boolean isOnFuture(JavaAccess<?> access) {
        return access.getTargetOwner().isAssignableTo("java.util.concurrent.CompletionStage");
    }

    private static boolean delaysOrForks(JavaAccess<?> access) {
        return DELAYS_ON_A_STATIC_THREAD.contains(access.getName())
                || (access.getName().matches(".*Async|delayedExecutor") && !takes(access, Executor.class));
    }

    private static boolean looksAround(JavaAccess<?> access) {
        return (isOn(access, System.class) && SYSTEM_LOOKUPS.contains(access.getName()))
                || isOn(access, Runtime.class)
                || (isOn(access, ProcessBuilder.class) && isConstructor(access))
                || isOn(access, "java.util.ServiceLoader")
                || (isOn(access, "java.time.ZoneId") && access.getName().equals("systemDefault"))
                || (access.getName().matches("getBoolean|getInteger|getLong")
                        && Stream.of(Boolean.class, Integer.class, Long.class).anyMatch(owner -> isOn(access, owner)));
    }

    private static ArchRule noStaticState(ProjectLayout layout) {
        return classes()
                .that(layout.anywhereNotExemptFrom("no static state"))
                .should(holdWithout(
                        "keep no static state",
                        type -> type.getFields().stream()
                                .filter(Effects::isStaticState)
                                .map(field -> field.getFullName() + " is static state")))
                .because("two hosts in one process share nothing");
    }

    private static boolean isStaticState(JavaField field) {
        Set<JavaModifier> modifiers = field.getModifiers();
        return modifiers.contains(JavaModifier.STATIC)
                && !modifiers.contains(JavaModifier.SYNTHETIC)
                && (!modifiers.contains(JavaModifier.FINAL) || isMutable(field.getRawType()));
    }

    /** Judges by the declared type; a field updater is stateless although it lives among the atomics. */
    private static boolean isMutable(JavaClass type) {
        boolean concurrent = type.getPackageName().startsWith("java.util.concurrent")
                && !type.getName().endsWith("FieldUpdater")
                && !type.isEnum();
        boolean collection = type.getPackageName().equals("java.util")
                && !type.isInterface()
                && (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class));
        return concurrent || collection || type.isAssignableTo(ThreadLocal.class);
    }

    private static boolean isOn(JavaAccess<?> access, Class<?> owner) {
        return isOn(access, owner.getName());
    }

    private static boolean isOn(JavaAccess<?> access, String owner) {
        return access.getTargetOwner().getName().equals(owner);
    }

    private static boolean isOnPackage(JavaAccess<?> access, String name) {
        return access.getTargetOwner().getPackageName().equals(name);
    }

    private static boolean isConstructor(JavaAccess<?> access) {
        return access.getName().equals("<init>");
    }

    private static boolean takesNothing(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().isEmpty();
    }

    private static boolean takes(JavaAccess<?> access, Class<?> parameter) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(parameter));
    }
}
