// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module descriptors say what the packages are: the tests run on the class path and would not notice. */
class ModuleDescriptorTest {
    @ParameterizedTest
    @ValueSource(strings = {"core", "models", "agents", "testkit"})
    void module_exportsItsApiPackagesToAllModules(String module) throws Exception {
        ModuleDescriptor descriptor = descriptor(module);

        assertThat(descriptor.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrderElementsOf(apiPackages(module));
        assertThat(descriptor.exports()).noneMatch(ModuleDescriptor.Exports::isQualified);
        assertThat(descriptor.isOpen()).isFalse();
        assertThat(descriptor.opens()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "models", "agents", "testkit"})
    void module_passesOnOnlyWhatItsSignaturesName(String module) throws Exception {
        assertThat(descriptor(module).requires().stream()
                        .filter(requires -> requires.modifiers().contains(Requires.Modifier.TRANSITIVE))
                        .map(Requires::name)
                        .filter(name -> !name.startsWith("dev.agentreload.")))
                .isSubsetOf(
                        "com.fasterxml.jackson.core",
                        "com.fasterxml.jackson.databind",
                        "java.net.http",
                        "org.assertj.core",
                        "org.jspecify");
    }

    private static Set<String> apiPackages(String module) {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.agentreload." + module)
                        .stream()
                        .filter(type -> !ProjectLayout.isPackageInfo(type))
                        .filter(PublicSurface::isVisible)
                        .map(JavaClass::getPackageName)
                        .collect(Collectors.toSet());
    }

    private static ModuleDescriptor descriptor(String module) throws Exception {
        String anyPackage = module.equals("core") ? "core.plan" : module;
        Class<?> info = Class.forName("dev.agentreload." + anyPackage + ".package-info");
        Path location =
                Path.of(info.getProtectionDomain().getCodeSource().getLocation().toURI());
        return ModuleFinder.of(location)
                .find("dev.agentreload." + module)
                .orElseThrow()
                .descriptor();
    }
}
