package dev.agentreload.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Hosts need JUnit and jqwik only for what cannot be without them. */
class OptionalDependenciesTest {

    private static final JavaClasses TESTKIT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.agentreload.testkit");

    @Test
    void testkit_exceptContractKitsAndTheExtensions_knowsNoJUnit() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.agentreload.testkit.contract")
                .and()
                .haveNameNotMatching(".*\\.(LeakCheck|ReloadExtension|ReloadFaults|StubModelServerExtension)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..")
                .check(TESTKIT);
    }

    @Test
    void testkit_exceptGenerators_knowsNoJqwik() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.agentreload.testkit.generators")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("net.jqwik..")
                .check(TESTKIT);
    }
}
