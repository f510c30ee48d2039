// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each rule finds exactly the fixture classes that break it, and no others. */
class ArchitectureRulesRedTest {
    private static final String ROOT = "dev.agentreload.architecture.fixtures";

    private static final ProjectLayout BROKEN = new ProjectLayout(
            ROOT,
            Set.of(ROOT + ".agents.FineListener"),
            Set.of(ROOT + ".testkit.FineContract"),
            Set.of(),
            List.of(new Exemption("no clock", ROOT + ".agents.FineExemptTicker", "shows what an exemption does")));

    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(ROOT);

    private static final Map<String, Set<String>> FOUND = Map.ofEntries(
            entry("core depends on earlier modules only", Set.of("KnowsModels")),
            entry("models depends on earlier modules only", Set.of("KnowsAgents")),
            entry("agents depends on earlier modules only", Set.of("KnowsTestkit")),
            entry("core.config uses allowed packages", Set.of("KnowsDiff")),
            entry("core.bind uses allowed packages", Set.of("BindKnowsDiff")),
            entry("core.schema uses allowed packages", Set.of("SchemaKnowsLease")),
            entry("core.participant uses allowed packages", Set.of("ParticipantKnowsDiff")),
            entry("core.runtime uses allowed packages", Set.of("RuntimeKnowsDiff")),
            entry("core.time uses allowed packages", Set.of("TimeKnowsDiff")),
            entry("core.diff uses allowed packages", Set.of("KnowsPlan")),
            entry("core.plan uses allowed packages", Set.of("KnowsLease")),
            entry("core.lease uses allowed packages", Set.of("KnowsConfig")),
            entry("core.source uses allowed packages", Set.of("KnowsApply")),
            entry("core.apply uses allowed packages", Set.of("KnowsUnlistedPackage")),
            entry("every class is in a listed package", Set.of("Homeless", "HomelessAgent", "HomelessModel")),
            entry("internal packages stay in their module", Set.of("UsesInternal")),
            entry(
                    "packages have no cycles",
                    Set.of(
                            "FinePlan",
                            "KnowsAgents",
                            "KnowsConfig",
                            "KnowsDiff",
                            "KnowsLease",
                            "KnowsPlan",
                            "KnowsRoutes",
                            "KnowsSessions",
                            "UsesInternal")),
            entry("packages are null-marked", Set.of("Homeless", "HomelessAgent", "HomelessModel", "UnmarkedCommand")),
            entry(
                    "Jackson is used in the bridge only",
                    Set.of(
                            "JacksonBound",
                            "JacksonField",
                            "JacksonInherited",
                            "JacksonReturned",
                            "JacksonSource",
                            "JacksonTaken",
                            "JacksonThrown",
                            "TreeReading")),
            entry("SnakeYAML is used in the YAML package only", Set.of("ReadsYaml")),
            entry(
                    "no Jackson in signatures",
                    Set.of(
                            "JacksonBound",
                            "JacksonField",
                            "JacksonInherited",
                            "JacksonReturned",
                            "JacksonTaken",
                            "JacksonThrown")),
            entry("no Guava in signatures", Set.of("GuavaInherited", "GuavaReturned")),
            entry("signatures name visible types", Set.of("InternalReturned", "NarrowReturned")),
            entry(
                    "public types have a shape",
                    Set.of("OpenBase", "OpenClass", "OpenNested", "SealedBase", "UnlistedInterface")),
            entry(
                    "names say what a thing is",
                    Set.of(
                            "AbstractThing",
                            "CatalogImpl",
                            "NamedMember",
                            "PathUtils",
                            "RouteHelper",
                            "SessionManager")),
            entry("no boolean parameters", Set.of("BooleanBeside", "BooleanConstructed", "BooleanTaken")),
            entry("few parameters", Set.of("FiveTaken")),
            entry("no get prefix", Set.of("Getter")),
            entry("packages are small", Set.of("AbstractThing")),
            entry(
                    "pure packages",
                    Set.of(
                            "CachedDiff",
                            "ClockedDiff",
                            "FiledDiff",
                            "LockedDiff",
                            "LoggedDiff",
                            "PrintedPlan",
                            "ThreadedDiff")),
            entry("no monitors in pure packages", Set.of("NotifyingPlan", "SynchronizedConfig")),
            entry(
                    "no clock",
                    Set.of("ReadsClock", "ReadsDate", "ReadsInstant", "ReadsMillis", "ReadsNanos", "ReadsSource")),
            entry("no sleep", Set.of("Sleeps", "SleepsUnits")),
            entry(
                    "no thread",
                    Set.of(
                            "DelaysByDefault",
                            "ForksByDefault",
                            "ForksStreams",
                            "OpensClient",
                            "RefersToThread",
                            "StartsThread",
                            "UsesCleaner",
                            "UsesCommonPool",
                            "UsesExecutors",
                            "UsesTimer")),
            entry("no environment", Set.of("LooksUpServices", "Prints", "ReadsEnvironment", "ReadsProperty")),
            entry("no static state", Set.of("StaticCounter", "StaticNames", "StaticRegistry")));

    @TestFactory
    Stream<DynamicTest> rule_onBrokenFixtures_findsExactlyTheViolations() {
        List<NamedRule> rules = Rules.of(BROKEN);
        return FOUND.entrySet().stream()
                .map(expected -> DynamicTest.dynamicTest(
                        expected.getKey(),
                        () -> assertThat(culprits(Rules.violations(rules, expected.getKey(), CLASSES)))
                                .as(expected.getKey())
                                .containsExactlyInAnyOrderElementsOf(expected.getValue())));
    }

    @Test
    void rules_allHaveAFixtureThatBreaksThem() {
        assertThat(Rules.of(BROKEN)).extracting(NamedRule::name).containsExactlyInAnyOrderElementsOf(FOUND.keySet());
    }

    /** Returns the outermost class that each violation names first. */
    private static Set<String> culprits(String violations) {
        Pattern firstName =
                Pattern.compile("^[^\\n]*?" + Pattern.quote(ROOT) + "[a-z.]*\\.([A-Z]\\w*)", Pattern.MULTILINE);
        Set<String> culprits = new TreeSet<>();
        firstName.matcher(violations).results().forEach(match -> culprits.add(match.group(1)));
        return culprits;
    }
}
