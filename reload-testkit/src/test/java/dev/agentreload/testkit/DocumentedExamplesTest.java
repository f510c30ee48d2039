// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Compiles and runs the tests in the comments of the kit and in the README of each module, with the imports they leave out. */
class DocumentedExamplesTest {

    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)}</pre>", Pattern.DOTALL);
    private static final Pattern RECIPE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("(?m)^class (\\w+)");
    private static final int FEWEST_EXAMPLES = 17;
    private static final String IMPORTS = """
            import static org.assertj.core.api.Assertions.assertThat;
            import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
            import dev.agentreload.core.apply.*;
            import dev.agentreload.testkit.*;
            import dev.agentreload.testkit.contract.*;
            import dev.agentreload.testkit.fake.*;
            import dev.agentreload.testkit.fault.*;
            import dev.agentreload.testkit.server.*;
            import dev.agentreload.core.config.*;
            import dev.agentreload.core.participant.*;
            import dev.agentreload.core.plan.*;
            import dev.agentreload.core.runtime.*;
            import dev.agentreload.core.source.*;
            import dev.agentreload.agents.routing.*;
            import dev.agentreload.agents.*;
            import dev.agentreload.agents.command.*;
            import dev.agentreload.agents.config.*;
            import dev.agentreload.models.*;
            import dev.agentreload.models.provider.*;
            import java.io.IOException;
            import java.net.URI;
            import java.net.http.*;
            import java.nio.file.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.stream.*;
            import org.junit.jupiter.api.*;
            import org.junit.jupiter.api.extension.*;
            import org.junit.jupiter.api.io.*;
            """;

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> examples_run_pass() throws IOException {
        List<String> examples = examples();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(FEWEST_EXAMPLES);
        return examples.stream().map(example -> DynamicTest.dynamicTest(name(example), () -> run(example)));
    }

    private void run(String example) throws Exception {
        String name = name(example);
        compile(Files.writeString(directory.resolve(name + ".java"), IMPORTS + example));
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            Events tests = EngineTestKit.engine("junit-jupiter")
                    .selectors(DiscoverySelectors.selectClass(loader.loadClass(name)))
                    .execute()
                    .testEvents();
            assertThat(tests.failed().list()).isEmpty();
            assertThat(tests.succeeded().list()).isNotEmpty();
        }
    }

    private static String name(String example) {
        Matcher name = CLASS_NAME.matcher(example);
        assertThat(name.find()).as(example).isTrue();
        return name.group(1);
    }

    /** Returns the examples that are whole classes. */
    private static List<String> examples() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"));
                Stream<Path> modules = Files.list(Path.of(".."))) {
            Stream<String> comments = sources.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .flatMap(file -> found(EXAMPLE, file))
                    .map(example -> example.replaceAll("(?m)^ *\\* ?", ""));
            Stream<String> recipes = modules.map(module -> module.resolve("README.md"))
                    .filter(Files::exists)
                    .sorted()
                    .flatMap(file -> found(RECIPE, file));
            return Stream.concat(comments, recipes)
                    .filter(example -> CLASS_NAME.matcher(example).find())
                    .toList();
        }
    }

    private static Stream<String> found(Pattern pattern, Path file) {
        try {
            return pattern.matcher(Files.readString(file)).results().map(example -> example.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compile(Path source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", directory.toString());
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)
                                .getJavaFileObjects(source))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }
}
