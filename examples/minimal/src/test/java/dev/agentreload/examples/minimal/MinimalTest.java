// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.minimal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that prints something else than expected is read forever, so the time limit ends it from outside. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MinimalTest {

    private static final Path README = Path.of("../../README.md");
    private static final Path PROGRAM = Path.of("src/main/java/dev/agentreload/examples/minimal/Minimal.java");

    @TempDir
    private Path directory;

    @Test
    void chat_fileEdited_printsThePlanAndAnswersWithTheNewAgent() throws Exception {
        Path file = Files.copy(Path.of("agents.json"), directory.resolve("agents.json"));

        try (PipedOutputStream typed = new PipedOutputStream();
                BufferedReader input = reader(new PipedInputStream(typed));
                PipedInputStream printed = new PipedInputStream();
                PrintStream output = new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8);
                BufferedReader screen = reader(printed);
                // Closed first: the program reads until then, and its input cannot be closed before it has ended.
                PrintWriter keyboard = new PrintWriter(typed, true, StandardCharsets.UTF_8)) {
            CompletableFuture<Void> chat = CompletableFuture.runAsync(() -> run(file, input, output));

            assertThat(screen.readLine()).isEqualTo("applied revision 1: started");
            keyboard.println("hello");
            assertThat(lineWith(screen, "hello")).isEqualTo("ada on echo/small: hello");

            Files.writeString(file, Files.readString(file).replace("echo/small", "echo/large"));
            assertThat(lineWith(screen, "hot: reload-agents")).isEqualTo("hot: reload-agents, restart-heartbeat");
            assertThat(lineWith(screen, "agents.list[id=ada].model")).contains("\"echo/small\" -> \"echo/large\"");
            keyboard.println("and now");
            assertThat(lineWith(screen, "and now")).isEqualTo("ada on echo/large: and now");

            Files.writeString(file, "{\"agents\": {");
            assertThat(lineWith(screen, "invalid")).contains("the { at 1:12 is still open");
            keyboard.println("still there");
            assertThat(lineWith(screen, "still there")).isEqualTo("ada on echo/large: still there");

            keyboard.close();
            chat.get();
        }
    }

    @Test
    void readme_firstExample_isThisProgramsHeart() throws IOException {
        String readme = Files.readString(README);
        int start = readme.indexOf("```java\n") + "```java\n".length();
        String example = readme.substring(start, readme.indexOf("```", start));

        assertThat(Files.readString(PROGRAM)).contains(example.replaceAll("(?m)^(?=.)", " ".repeat(8)));
    }

    private static void run(Path file, BufferedReader input, PrintStream output) {
        try {
            Minimal.chat(file, input, output);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static BufferedReader reader(PipedInputStream bytes) {
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    /** Skips what the watcher says in between, such as that a file is unchanged. */
    private static String lineWith(BufferedReader screen, String text) throws IOException {
        for (String line = screen.readLine(); line != null; line = screen.readLine()) {
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("nothing printed has [" + text + "]");
    }
}
