// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published modules keep every architecture rule. */
class ArchitectureTest {
    /** Packages and modules that have no class yet. The first class of one takes its package out. */
    private static final Set<String> STILL_EMPTY = Set.of();

    /** With fewer classes the importer has read the wrong place. Raise it as the project grows. */
    private static final int FEWEST_CLASSES = 300;

    private static final ProjectLayout LAYOUT = new ProjectLayout(
            "dev.agentreload",
            PublishedApi.HOST_INTERFACES,
            PublishedApi.CONTRACT_KITS,
            STILL_EMPTY,
            Effects.EXEMPTIONS);

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ProjectLayout.MODULES.stream().map(LAYOUT::at).toList());

    @TestFactory
    Stream<DynamicTest> publishedModules_keepEveryRule() {
        return Rules.of(LAYOUT).stream()
                .map(rule ->
                        DynamicTest.dynamicTest(rule.name(), () -> rule.rule().check(CLASSES)));
    }

    @Test
    void importer_findsThePublishedClasses() {
        assertThat(CLASSES.stream().filter(type -> !ProjectLayout.isPackageInfo(type)))
                .hasSizeGreaterThanOrEqualTo(FEWEST_CLASSES);
    }

    @Test
    void packagesCalledEmpty_areAllThatAreEmpty() {
        assertThat(ProjectLayout.packages().stream().filter(this::isEmpty))
                .as("packages without a class, against STILL_EMPTY")
                .containsExactlyInAnyOrderElementsOf(STILL_EMPTY);
    }

    @Test
    void hostInterfaces_areInterfacesThatHostsCanImplement() {
        assertThat(PublishedApi.HOST_INTERFACES).allSatisfy(name -> {
            JavaClass type = CLASSES.get(name);
            assertThat(PublicSurface.isVisible(type)).as("public").isTrue();
            assertThat(type.isInterface() && !type.isSealed() && !type.isAnnotation())
                    .as("an open interface")
                    .isTrue();
        });
    }

    @Test
    void contractKits_areTypesOfTheTestkitThatHostsCanExtend() {
        assertThat(PublishedApi.CONTRACT_KITS).allSatisfy(name -> {
            JavaClass type = CLASSES.get(name);
            assertThat(LAYOUT.isIn("testkit", type)).as("in the testkit").isTrue();
            assertThat(PublicSurface.isVisible(type)).as("public").isTrue();
        });
    }

    @Test
    void exemptions_areAllNeeded() {
        List<NamedRule> strict = Rules.of(LAYOUT.withoutExemptions());
        assertThat(Effects.EXEMPTIONS)
                .allSatisfy(exemption -> assertThat(Rules.violations(strict, exemption.rule(), CLASSES))
                        .contains(exemption.type()));
    }

    private boolean isEmpty(String name) {
        return CLASSES.stream().noneMatch(LAYOUT.in(name));
    }
}
