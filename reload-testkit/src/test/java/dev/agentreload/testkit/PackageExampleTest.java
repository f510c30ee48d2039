package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Compiles and runs the test in the package comment, with the imports it leaves out. */
class PackageExampleTest {

    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)}</pre>", Pattern.DOTALL);
    private static final String IMPORTS = """
            import static dev.agentreload.testkit.ReloadAssertions.assertThat;
            import dev.agentreload.core.apply.*;
            import dev.agentreload.testkit.*;
            import java.io.IOException;
            import java.time.Duration;
            import org.junit.jupiter.api.*;
            import org.junit.jupiter.api.extension.RegisterExtension;
            """;

    @TempDir
    private Path directory;

    @Test
    void exampleOfThePackage_run_passes() throws Exception {
        compile(Files.writeString(directory.resolve("HooksReloadTest.java"), IMPORTS + example()));

        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            EngineTestKit.engine("junit-jupiter")
                    .selectors(DiscoverySelectors.selectClass(loader.loadClass("HooksReloadTest")))
                    .execute()
                    .testEvents()
                    .assertStatistics(statistics -> statistics.succeeded(2).failed(0));
        }
    }

    private static String example() throws IOException {
        String comment = Files.readString(Path.of("src/main/java/dev/agentreload/testkit/package-info.java"));
        List<String> examples = EXAMPLE.matcher(comment)
                .results()
                .map(MatchResult::group)
                .map(example -> example.replaceAll("(?m)^ \\* ?", ""))
                .toList();
        assertThat(examples).hasSize(1);
        return EXAMPLE.matcher(examples.get(0)).replaceFirst("$1");
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
