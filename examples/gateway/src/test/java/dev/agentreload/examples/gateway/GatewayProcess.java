// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The gateway's jar in a process of its own, with pipes to talk to it as a program would. */
final class GatewayProcess implements AutoCloseable {

    private static final long DEADLINE_SECONDS = 60;

    private final Process process;
    private final PrintStream input;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread reading;

    private GatewayProcess(Process process) {
        this.process = process;
        this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.reading = new Thread(this::readLines, "gateway-output");
        this.reading.start();
    }

    static GatewayProcess start(String... arguments) throws IOException {
        Path jar = Path.of("target", "gateway.jar").toAbsolutePath();
        assertThat(Files.exists(jar))
                .as("%s, which the package phase makes", jar)
                .isTrue();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C"); // as in a container, which has no locale
        return new GatewayProcess(builder.start());
    }

    private void readLines() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a line and returns the first line of the answer. */
    String say(String line) throws InterruptedException {
        input.println(line);
        return nextLine();
    }

    /** Writes a line and returns that many lines of the answer. */
    List<String> say(String line, int count) throws InterruptedException {
        input.println(line);
        List<String> answer = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answer.add(nextLine());
        }
        return answer;
    }

    /** Writes a line and returns the first line afterwards that begins so, whatever else is said meanwhile. */
    String say(String line, String beginning) throws InterruptedException {
        input.println(line);
        return nextLine(beginning);
    }

    /** Waits for the next line that it says. */
    String nextLine() throws InterruptedException {
        String line = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        return line == null ? fail("the gateway said nothing for %s seconds", DEADLINE_SECONDS) : line;
    }

    /** Waits for the next line that begins so, and forgets those before it. */
    String nextLine(String beginning) throws InterruptedException {
        String line = nextLine();
        while (!line.startsWith(beginning)) {
            line = nextLine();
        }
        return line;
    }

    /** Ends the input, as a service has none, and nothing else. */
    void endInput() {
        input.close();
    }

    /** Sends SIGTERM, as a service manager does, and returns the exit code; nothing may have been said since the last answer. */
    int terminate() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** Sends SIGHUP, as a service manager does to have a program read its configuration again. */
    void hangUp() throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Ends the input, as a pipe does, and returns the exit code; nothing may have been said since the last answer. */
    int end() throws InterruptedException {
        input.close();
        return exitCode();
    }

    private int exitCode() throws InterruptedException {
        assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        reading.join();
        assertThat(lines).isEmpty();
        return process.exitValue();
    }

    /** Returns all lines until the process ended by itself, and then its exit code as the last one. */
    List<String> outputToEnd() throws InterruptedException {
        input.close();
        assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        reading.join();
        List<String> all = new ArrayList<>(lines);
        all.add("exit " + process.exitValue());
        return all;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reading.join();
    }
}
