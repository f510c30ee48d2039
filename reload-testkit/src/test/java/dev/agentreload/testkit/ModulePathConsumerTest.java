// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.models.ModelCatalog;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs a host of two named modules that depends on the published ones: the tests of this build run on the class path, where
 * missing exports and members that no other module may call are not seen.
 */
@Timeout(120)
class ModulePathConsumerTest {

    private static final Path SOURCES = Path.of("src/test/resources/consumer");
    private static final List<Class<?>> PUBLISHED =
            List.of(Reloader.class, ModelCatalog.class, AgentRegistry.class, ReloadRunner.class);
    private static final List<String> LIBRARIES = List.of(
            "guava-",
            "failureaccess-",
            "jackson-",
            "jspecify-",
            "assertj-core-",
            "byte-buddy-",
            "junit-",
            "opentest4j-",
            "apiguardian-api-");

    @TempDir
    private Path modules;

    @Test
    void consumer_onTheModulePath_compilesAndRunsContractKits() throws Exception {
        compile("host");
        compile("tests");

        assertThat(run()).matches("(?s).*passed [1-9]\\d+, failed 0, in module example\\.host\\.tests");
    }

    private void compile(String module) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> sources = Files.walk(SOURCES.resolve(module))) {
            List<String> options = List.of(
                    "-proc:none",
                    "--module-path",
                    modulePath(),
                    "-d",
                    modules.resolve(module).toString());
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(
                                    sources.filter(source -> source.toString().endsWith(".java"))
                                            .toList()))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    private String run() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modulePath(),
                "--module",
                "example.host.tests/example.host.tests.Main");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text.strip();
        } finally {
            process.destroyForcibly();
        }
    }

    private String modulePath() throws URISyntaxException, IOException {
        List<String> entries = new ArrayList<>();
        for (Class<?> type : PUBLISHED) {
            entries.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> LIBRARIES.stream()
                        .anyMatch(library ->
                                Path.of(entry).getFileName().toString().startsWith(library)))
                .forEach(entries::add);
        try (Stream<Path> compiled = Files.list(modules)) {
            compiled.map(Path::toString).forEach(entries::add);
        }
        return entries.stream().distinct().collect(Collectors.joining(File.pathSeparator));
    }
}
