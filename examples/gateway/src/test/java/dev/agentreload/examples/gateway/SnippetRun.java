// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles statements as the body of a program and runs it in a process of its own. */
final class SnippetRun {

    @SuppressWarnings("InlineFormatString") // a program reads better apart from what is done with it
    private static final String PROGRAM = """
            import dev.agentreload.agents.*;
            import dev.agentreload.agents.config.*;
            import dev.agentreload.agents.routing.*;
            import dev.agentreload.agents.session.*;
            import dev.agentreload.core.apply.*;
            import dev.agentreload.core.bind.*;
            import dev.agentreload.core.config.*;
            import dev.agentreload.core.lease.*;
            import dev.agentreload.core.participant.*;
            import dev.agentreload.core.plan.*;
            import dev.agentreload.core.runtime.*;
            import dev.agentreload.core.source.*;
            import dev.agentreload.models.*;
            import dev.agentreload.models.provider.*;
            import dev.agentreload.testkit.*;
            import dev.agentreload.testkit.fake.*;
            import dev.agentreload.testkit.fault.*;
            import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
            import java.io.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;

            public class Snippet {
                public static void main(String[] args) throws Exception {
                    %s
                }
            }
            """;

    private static final String LIBRARY_PATH = System.getProperty("java.class.path");
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** Shared, since to open the libraries of the class path takes longer than to compile an example. */
    private static final StandardJavaFileManager LIBRARIES =
            COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8);

    private final Path directory;

    SnippetRun(Path directory) {
        this.directory = directory;
    }

    /** Returns what the statements print to standard output; log lines go elsewhere. */
    String output(String statements) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("Snippet.java"), PROGRAM.formatted(statements));
        compile(source);
        Path output = directory.resolve("output.txt");
        Path errors = directory.resolve("errors.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        "Snippet")
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        int exitCode = process.waitFor();
        assertThat(exitCode)
                .as(Files.readString(errors, StandardCharsets.UTF_8))
                .isZero();
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private void compile(Path source) {
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-proc:none", "-cp", LIBRARY_PATH, "-d", directory.toString());
        boolean compiled = COMPILER.getTask(
                        messages, LIBRARIES, null, options, null, LIBRARIES.getJavaFileObjects(source))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    private String classPath() {
        return directory + File.pathSeparator + LIBRARY_PATH;
    }
}
