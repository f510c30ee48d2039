// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.agentreload.architecture.Conditions.dependOnlyWhere;
import static dev.agentreload.architecture.Conditions.holdWithout;
import static dev.agentreload.architecture.PublicSurface.visibleIn;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What hosts may see, and in which shape. */
final class PublishedApi {
    /** The interfaces that are open, nearly all for hosts to implement; every other public interface is sealed. */
    static final Set<String> HOST_INTERFACES = Set.of(
            "dev.agentreload.agents.AgentFactory",
            "dev.agentreload.agents.AgentProbe",
            "dev.agentreload.agents.ProvidedAgentFactory",
            "dev.agentreload.agents.command.Authorizer",
            "dev.agentreload.agents.command.ChatCommand",
            "dev.agentreload.agents.command.ChatCommand$Body",
            "dev.agentreload.agents.command.ReloadCommands",
            "dev.agentreload.agents.session.SessionDirectories",
            "dev.agentreload.agents.session.SessionStore",
            "dev.agentreload.core.participant.ExclusiveParticipant",
            "dev.agentreload.core.participant.Prepared",
            "dev.agentreload.core.apply.ReloadListener",
            "dev.agentreload.core.participant.ReloadParticipant",
            "dev.agentreload.core.participant.ResourceCheck",
            "dev.agentreload.core.participant.ResourceOpener",
            "dev.agentreload.core.participant.SectionReader",
            "dev.agentreload.core.config.PlaceholderResolver",
            "dev.agentreload.core.lease.ResourceCloser",
            "dev.agentreload.core.source.ChangeHandler",
            "dev.agentreload.core.source.ConfigSource",
            "dev.agentreload.core.source.DocumentFormat",
            "dev.agentreload.core.source.WatchableSource",
            "dev.agentreload.models.ModelSource",
            "dev.agentreload.models.provider.ProviderFactory",
            "dev.agentreload.testkit.fault.HostUnderTest");

    /** The types of the testkit that hosts extend to test their own implementations. */
    static final Set<String> CONTRACT_KITS = Set.of(
            "dev.agentreload.testkit.contract.AgentFactoryContract",
            "dev.agentreload.testkit.contract.AuthorizerContract",
            "dev.agentreload.testkit.contract.ChatCommandContract",
            "dev.agentreload.testkit.contract.ConfigSourceContract",
            "dev.agentreload.testkit.contract.DocumentFormatContract",
            "dev.agentreload.testkit.contract.ExclusiveParticipantContract",
            "dev.agentreload.testkit.contract.ModelSourceContract",
            "dev.agentreload.testkit.contract.ParticipantContract",
            "dev.agentreload.testkit.contract.PlaceholderResolverContract",
            "dev.agentreload.testkit.contract.ProviderFactoryContract",
            "dev.agentreload.testkit.contract.ReloadListenerContract",
            "dev.agentreload.testkit.contract.ReloadParticipantContract",
            "dev.agentreload.testkit.contract.SessionStoreContract",
            "dev.agentreload.testkit.contract.WatchableSourceContract");

    private static final Set<String> BANNED_WORDS =
            Set.of("abstract", "helper", "helpers", "impl", "manager", "util", "utils");

    private static final int MOST_PARAMETERS = 4;

    private static final int MOST_FILES = 30;

    private PublishedApi() {}

    static List<NamedRule> rules(ProjectLayout layout) {
        return List.of(
                new NamedRule("Jackson is used in the bridge only", jacksonOnlyInTheBridge(layout)),
                new NamedRule("SnakeYAML is used in the YAML package only", snakeYamlOnlyInTheBridge(layout)),
                new NamedRule("no Jackson in signatures", noJacksonInSignatures(layout)),
                new NamedRule("no Guava in signatures", noGuavaInSignatures(layout)),
                new NamedRule("signatures name visible types", visibleSignatures(layout)),
                new NamedRule("public types have a shape", shapes(layout)),
                new NamedRule("names say what a thing is", names(layout)),
                new NamedRule("no boolean parameters", noBooleanParameters(layout)),
                new NamedRule("few parameters", fewParameters(layout)),
                new NamedRule("no get prefix", noGetPrefix(layout)),
                new NamedRule("packages are small", smallPackages(layout)));
    }

    private static ArchRule jacksonOnlyInTheBridge(ProjectLayout layout) {
        return classes()
                .that(layout.anywhere())
                .should(dependOnlyWhere(
                        "use Jackson only in core.internal.json and in JacksonBridge",
                        dependency -> !isJackson(dependency.getTargetClass())
                                || isJacksonBridge(layout, ProjectLayout.outermost(dependency.getOriginClass()))))
                .because("its nodes are mutable, its messages quote content, and its major versions change packages");
    }

    private static ArchRule snakeYamlOnlyInTheBridge(ProjectLayout layout) {
        return classes()
                .that(layout.anywhere())
                .should(dependOnlyWhere(
                        "use SnakeYAML only in core.internal.yaml",
                        dependency -> !isBelow("org.yaml", dependency.getTargetClass())
                                || dependency
                                        .getOriginClass()
                                        .getPackageName()
                                        .equals(layout.at("core.internal.yaml"))))
                .because("it is an optional dependency, and its messages quote content");
    }

    private static boolean isJacksonBridge(ProjectLayout layout, JavaClass type) {
        return type.getPackageName().equals(layout.at("core.internal.json"))
                || type.getName().equals(layout.at("core.config.JacksonBridge"));
    }

    private static ArchRule noJacksonInSignatures(ProjectLayout layout) {
        return classes()
                .that(visibleIn(layout))
                .should(holdWithout(
                        "show no Jackson type",
                        type -> type.getName().equals(layout.at("core.config.JacksonBridge"))
                                ? Stream.of()
                                : mentions(type, mention -> isJackson(mention.type()))))
                .because(
                        "JacksonBridge is the one public type through which a host hands in its own trees and factories");
    }

    private static ArchRule noGuavaInSignatures(ProjectLayout layout) {
        return classes()
                .that(visibleIn(layout))
                .should(holdWithout(
                        "show no Guava type",
                        type -> mentions(type, mention -> isBelow("com.google.common", mention.type()))))
                .because("hosts bring their own version of Guava");
    }

    private static ArchRule visibleSignatures(ProjectLayout layout) {
        return classes()
                .that(visibleIn(layout))
                .should(holdWithout(
                        "mention in members only types that a host can name",
                        type -> PublicSurface.memberSignature(type)
                                .filter(mention ->
                                        layout.owns(mention.type()) && !PublicSurface.isVisible(mention.type()))
                                .map(PublicSurface.Mention::toString)))
                .because("the compiler's exports check is off, since it also warns of annotations");
    }

    private static ArchRule shapes(ProjectLayout layout) {
        return classes()
                .that(visibleIn(layout))
                .should(holdWithout(
                        "be a record, enum, sealed interface, final class, annotation, exception or a listed interface",
                        type -> hasShape(layout, type)
                                ? Stream.of()
                                : Stream.of(type.getName() + " is public, neither final nor sealed, and not listed")))
                .because("what hosts may extend is a promise, and the lists in PublishedApi are all of it");
    }

    private static boolean hasShape(ProjectLayout layout, JavaClass type) {
        return type.isRecord()
                || type.isEnum()
                || type.isAnnotation()
                || type.isAssignableTo(Throwable.class)
                || type.getModifiers().contains(JavaModifier.FINAL)
                || (type.isInterface()
                        && (type.isSealed() || layout.hostInterfaces().contains(type.getName())))
                || layout.contractKits().contains(type.getName());
    }

    private static ArchRule names(ProjectLayout layout) {
        return classes()
                .that(visibleIn(layout))
                .should(holdWithout(
                        "have no name with a word of " + BANNED_WORDS,
                        type -> Stream.concat(
                                        Stream.of(type.getSimpleName()),
                                        PublicSurface.members(type).map(JavaMember::getName))
                                .filter(PublishedApi::hasBannedWord)
                                .map(name -> type.getName() + " has the name " + name)))
                .because("such words stand where a name is missing");
    }

    private static boolean hasBannedWord(String name) {
        return Arrays.stream(name.split("(?<=[a-z0-9])(?=[A-Z])|_"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .anyMatch(BANNED_WORDS::contains);
    }

    private static ArchRule noBooleanParameters(ProjectLayout layout) {
        return codeUnits(
                        layout,
                        "have no boolean parameter",
                        unit -> unit.getRawParameterTypes().stream()
                                .filter(parameter -> parameter.isEquivalentTo(boolean.class)
                                        || parameter.isEquivalentTo(Boolean.class))
                                .map(parameter -> unit.getFullName() + " takes a boolean"))
                .because("a reader of the call cannot see what true means");
    }

    private static ArchRule fewParameters(ProjectLayout layout) {
        return codeUnits(
                        layout,
                        "have at most " + MOST_PARAMETERS + " parameters",
                        unit -> unit.getRawParameterTypes().size() <= MOST_PARAMETERS
                                ? Stream.of()
                                : Stream.of(unit.getFullName() + " takes "
                                        + unit.getRawParameterTypes().size() + " parameters"))
                .because("beyond that a builder or a record says which is which");
    }

    private static ArchRule noGetPrefix(ProjectLayout layout) {
        return classes()
                .that(visibleIn(layout))
                .should(holdWithout(
                        "have no accessor with a get prefix",
                        type -> PublicSurface.methods(type)
                                .filter(method -> method.getName().matches("get[A-Z0-9].*"))
                                .filter(method -> !PublicSurface.isRecordAccessor(method)
                                        && !PublicSurface.overridesForeign(method))
                                .map(method -> method.getFullName() + " has a get prefix")))
                .because("accessors are named like record components");
    }

    /** Counts on the package-info, which every package has, so that each package is counted once. */
    private static ArchRule smallPackages(ProjectLayout layout) {
        return classes()
                .that(describe(
                        "are a package-info of an exported package",
                        type -> layout.owns(type)
                                && ProjectLayout.isPackageInfo(type)
                                && !ProjectLayout.isInternal(type)))
                .should(holdWithout(
                        "have at most " + MOST_FILES + " files in their package",
                        info -> filesIn(info.getPackage()).size() <= layout.mostFiles(info.getPackageName(), MOST_FILES)
                                ? Stream.of()
                                : Stream.of(filesIn(info.getPackage()).first() + " is one of "
                                        + filesIn(info.getPackage()).size() + " files in its package")))
                .because("a newcomer sees what a package is for only if it is small: take a second look");
    }

    private static SortedSet<String> filesIn(JavaPackage visited) {
        return visited.getClasses().stream()
                .filter(type -> !type.isArray() && !ProjectLayout.isPackageInfo(type))
                .map(type -> ProjectLayout.outermost(type).getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ArchRule codeUnits(
            ProjectLayout layout, String description, Function<JavaCodeUnit, Stream<String>> violations) {
        return classes()
                .that(visibleIn(layout))
                .should(holdWithout(
                        description,
                        type -> PublicSurface.designedCodeUnits(type).flatMap(violations)));
    }

    private static Stream<String> mentions(JavaClass type, Predicate<PublicSurface.Mention> forbidden) {
        return PublicSurface.signature(type).filter(forbidden).map(PublicSurface.Mention::toString);
    }

    private static boolean isJackson(JavaClass type) {
        return isBelow("com.fasterxml.jackson", type);
    }

    private static boolean isBelow(String parent, JavaClass type) {
        return type.getPackageName().startsWith(parent + ".");
    }
}
