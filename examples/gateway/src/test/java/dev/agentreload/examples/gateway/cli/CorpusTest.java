// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.examples.gateway.Gateway;
import dev.agentreload.examples.gateway.config.ConfigFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands on the files of the corpus, whose {@code expected.md} says what they find. */
class CorpusTest {

    private static final int COLUMNS = 4;

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> file_ofTheCorpus_isAcceptedOrRefusedAsExpected() throws IOException, URISyntaxException {
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.file(), () -> check(row)));
    }

    @Test
    void corpus_coversBothAncestorsGoodAndBad() throws IOException, URISyntaxException {
        List<Row> rows = rows();

        assertThat(rows).hasSizeGreaterThanOrEqualTo(40);
        for (String ancestor : List.of("openclaw", "picoclaw")) {
            assertThat(rows.stream()
                            .filter(row -> row.file().startsWith(ancestor))
                            .map(Row::exitCode))
                    .contains(0, 1);
        }
        assertThat(corpus().resolve("openclaw").toFile().list().length
                        + corpus().resolve("picoclaw").toFile().list().length)
                .isEqualTo(rows.size());
    }

    @Test
    void usableFiles_haveAtMostTwoWarningsOnAverage() throws IOException, URISyntaxException {
        assertThat(rows().stream()
                        .filter(row -> row.exitCode() == 0)
                        .mapToInt(row -> row.problems().size())
                        .average()
                        .orElseThrow())
                .isLessThanOrEqualTo(2);
    }

    private void check(Row row) throws IOException, URISyntaxException {
        Path file = copy(row.file());
        CommandRun validate = CommandRun.of("validate", "--json", file.toString());

        assertThat(problems(validate.output())).isEqualTo(row.problems());
        assertThat(validate.exitCode()).isEqualTo(row.exitCode());
        for (Query query : row.queries()) {
            CommandRun route = CommandRun.of(query.command(file));
            assertThat(route.exitCode()).as(query.toString()).isEqualTo(row.exitCode());
            assertThat(text(route.output(), "agent")).as(query.toString()).isEqualTo(query.agent());
        }
        assertThat(CommandRun.of("models", file.toString()).exitCode()).isEqualTo(row.exitCode());
        assertThat(CommandRun.of("plan", file.toString(), file.toString()).exitCode())
                .isEqualTo(row.exitCode());
        checkStart(file, row);
    }

    private void checkStart(Path file, Row row) {
        try (Gateway gateway = new Gateway(ConfigFile.of(file), directory.resolve(".sessions"), text -> {}, Set.of())) {
            Optional<String> refusal = gateway.start();

            assertThat(refusal.isEmpty()).as(refusal.orElse("started")).isEqualTo(row.exitCode() == 0);
        }
    }

    /** Copies the file, since workspaces and the last good configuration are written next to it. */
    private Path copy(String name) throws IOException, URISyntaxException {
        Path folder = Files.createDirectories(directory.resolve(name.replace('/', '-')));
        return Files.copy(corpus().resolve(name), folder.resolve(Path.of(name).getFileName()));
    }

    private static List<String> problems(String json) {
        ConfigArray problems = (ConfigArray)
                ConfigDocument.parse("answer", json).root().find("problems").orElseThrow();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < problems.size(); i++) {
            ConfigObject problem = (ConfigObject) problems.element(i);
            String severity = ((ConfigString) problem.find("severity").orElseThrow()).value();
            String path = ((ConfigString) problem.find("path").orElseThrow()).value();
            found.add(severity.substring(0, 1).toUpperCase(Locale.ROOT) + " " + path);
        }
        return found;
    }

    private static String text(String json, String key) {
        return ((ConfigString)
                        ConfigDocument.parse("answer", json).root().find(key).orElseThrow())
                .value();
    }

    private static List<Row> rows() throws IOException, URISyntaxException {
        return Files.readAllLines(corpus().resolve("expected.md")).stream()
                .filter(line -> line.startsWith("| openclaw/") || line.startsWith("| picoclaw/"))
                .map(Row::parse)
                .toList();
    }

    private static Path corpus() throws URISyntaxException {
        URL table = CorpusTest.class.getResource("/corpus/expected.md");
        return Path.of(table.toURI()).resolveSibling("");
    }

    /** A line of the table. */
    private record Row(String file, int exitCode, List<String> problems, List<Query> queries) {

        static Row parse(String line) {
            List<String> cells = Splitter.on('|').trimResults().splitToList(line);
            assertThat(cells).as(line).hasSize(COLUMNS + 2);
            return new Row(
                    cells.get(1),
                    Integer.parseInt(cells.get(2)),
                    parts(cells.get(3)),
                    parts(cells.get(4)).stream().map(Query::parse).toList());
        }

        private static List<String> parts(String cell) {
            return Splitter.on(';').trimResults().omitEmptyStrings().splitToList(cell);
        }
    }

    /** A question to {@code route}, with the agent that it names. */
    private record Query(String channel, String account, Optional<String> peer, String agent) {

        static Query parse(String text) {
            List<String> sides = Splitter.on(" -> ").splitToList(text);
            List<String> words = Splitter.on(' ').splitToList(sides.get(0));
            List<String> place = Splitter.on('/').splitToList(words.get(0));
            return new Query(
                    place.get(0),
                    place.size() == 1 ? "default" : place.get(1),
                    words.size() == 1 ? Optional.empty() : Optional.of(words.get(1)),
                    sides.get(1));
        }

        String[] command(Path file) {
            ImmutableList.Builder<String> words = ImmutableList.builder();
            words.add("route", file.toString(), "--json", "--channel", channel, "--account", account);
            peer.ifPresent(found -> words.add("--peer", found));
            return words.build().toArray(new String[0]);
        }
    }
}
