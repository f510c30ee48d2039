// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hosts need JUnit, jqwik and SnakeYAML only for what cannot be without them. */
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

    @Test
    void core_withoutSnakeYaml_readsJsonAndSaysWhatYamlNeeds() throws Exception {
        try (URLClassLoader without = classPathWithout("snakeyaml")) {
            assertThatThrownBy(() -> without.loadClass("org.yaml.snakeyaml.LoaderOptions"))
                    .isInstanceOf(ClassNotFoundException.class);

            assertThat(problems(without, "read", "{\"a\": 1}")).isEqualTo("[]");
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThat(problems(without, "readYaml", "a: 1"))
                        .isEqualTo(
                                "[YAML cannot be read without SnakeYAML at $ (source); expected org.yaml:snakeyaml, version 2, on "
                                        + "the class path, or its module org.yaml.snakeyaml]");
            }
        }
        assertThat(ConfigReader.standard().readYaml("source", "a: 1").problems())
                .isEmpty();
    }

    private static URLClassLoader classPathWithout(String library) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : Splitter.on(File.pathSeparator).split(System.getProperty("java.class.path"))) {
            if (!Path.of(entry).getFileName().toString().contains(library)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static String problems(ClassLoader loader, String method, String content) throws Exception {
        Class<?> type = loader.loadClass(ConfigReader.class.getName());
        Object reader = type.getMethod("standard").invoke(null);
        Object result = type.getMethod(method, String.class, String.class).invoke(reader, "source", content);
        Class<?> results = loader.loadClass(ReadResult.class.getName());
        return results.getMethod("problems").invoke(result).toString();
    }
}
