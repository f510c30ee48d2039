// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ReadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that a configuration file includes, and where targets of placeholders may lie. */
class IncludesTest {

    private final Map<String, String> variables = new HashMap<>();

    @TempDir
    private Path directory;

    @Test
    void file_takesThePlaceOfTheObject_andPositionsNameIt() throws IOException {
        write("parts/agents.json5", "{ // agents\n  defaults: {model: 'work/a'}, list: [{id: 'main'}] }");

        ConfigDocument document = read("{\"agents\": {\"$include\": \"./parts/agents.json5\"}, \"x\": 1}")
                .orThrow();

        assertThat(document.root())
                .hasToString("{\"agents\":{\"defaults\":{\"model\":\"work/a\"},\"list\":[{\"id\":\"main\"}]},\"x\":1}");
        assertThat(document.nearestPosition("agents.defaults.model")).hasToString("parts/agents.json5:2:21");
        assertThat(document.nearestPosition("x")).hasToString("config.json:1:55");
        assertThat(document).isEqualTo(ConfigDocument.parse("c", document.root().toString()));
    }

    @Test
    void otherContent_isReadWithWhatItIncludes() throws IOException {
        write("config.json", "{}");
        write("a.json", "{\"x\": \"${X}\"}");
        variables.put("X", "1");
        FileConfigSource source = FileConfigSource.builder(
                        directory.resolve("config.json"), EnvironmentResolver.of(variables::get))
                .includes()
                .build();

        ReadResult result = source.readAs("{\"a\": {\"$include\": \"a.json\"}}".getBytes(StandardCharsets.UTF_8));

        assertThat(text(result.orThrow(), "a.x")).isEqualTo("1");
        assertThat(source.read().orThrow().root()).hasToString("{}");
    }

    @Test
    void files_areMergedInOrderAndSiblingsWin() throws IOException {
        write("a.json", "{\"a\": 1, \"b\": {\"x\": 1, \"y\": 1}, \"l\": [1]}");
        write("b.json", "{\"b\": {\"y\": 2, \"z\": 2}, \"l\": [2], \"c\": 2}");

        assertThat(read("{\"$include\": [\"a.json\", \"./b.json\"], \"c\": 3, \"l\": [3]}")
                        .orThrow()
                        .root())
                .hasToString("{\"a\":1,\"b\":{\"x\":1,\"y\":2,\"z\":2},\"l\":[1,2,3],\"c\":3}");
    }

    @Test
    void files_areOfTheFormatThatTheirOwnNamesSay() throws IOException {
        write("models.yaml", "providers:\n  work: {apiKey: k}\n");
        write("agents.json", "{\"list\": [{\"id\": \"a\",}], // one\n}");
        write("whole.yaml", "agents: {$include: agents.json}\nmodels: {$include: models.yaml}\n");

        ConfigDocument document =
                read("{\"models\": {\"$include\": \"models.yaml\"}, \"agents\": {\"$include\": \"agents.json\"}}")
                        .orThrow();

        assertThat(document.nearestPosition("models.providers.work.apiKey")).hasToString("models.yaml:2:18");
        assertThat(FileConfigSource.builder(directory.resolve("whole.yaml"), resolver())
                        .includes()
                        .build()
                        .read()
                        .orThrow())
                .isEqualTo(document);
    }

    @Test
    void lists_areJoined() throws IOException {
        write("a.json", "[{\"id\": \"a\"}]");
        write("b.json", "[{\"id\": \"b\"}]");

        assertThat(read("{\"list\": {\"$include\": [\"a.json\", \"b.json\"]}}")
                        .orThrow()
                        .root())
                .hasToString("{\"list\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");
    }

    @Test
    void included_isRelativeToTheFileThatIncludesIt_andItsPlaceholdersAreResolved() throws IOException {
        write("one/a.json", "{\"b\": {\"$include\": \"two/b.json\"}}");
        write("one/two/b.json", "{\"apiKey\": \"${KEY}\", \"own\": \"${OWN}\", \"none\": \"${NONE}\"}");
        variables.put("KEY", "SECRET");

        ConfigDocument document = read("{\"a\": {\"$include\": \"one/a.json\"}, \"env\": {\"OWN\": \"x\"}}")
                .orThrow();

        assertThat(text(document, "a.b.apiKey")).isEqualTo("SECRET");
        assertThat(text(document, "a.b.own")).isEqualTo("x");
        assertThat(document.unresolved())
                .extracting(one -> one.path() + " " + one.position())
                .containsExactly("a.b.none one/two/b.json:1:47");
        variables.put("KEY", "SECRET-2");
        assertThat(text(document.reresolve().orThrow(), "a.b.apiKey")).isEqualTo("SECRET-2");
        assertThat(document.reresolve().orThrow().nearestPosition("a.b.own")).hasToString("one/two/b.json:1:29");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{`a`: {`$include`: `none.json`}} | no such file [DIR/none.json] at a.\"$include\" (config.json:1:20); expected a file there",
                "{`a`: {`$include`: `../x.json`}} | file [UP/x.json] lies outside of [DIR] at a.\"$include\" (config.json:1:20); expected a file in the directory of [config.json]",
                "{`a`: {`$include`: `/etc/passwd`}} | file [/etc/passwd] lies outside of [DIR] at a.\"$include\" (config.json:1:20); expected a file in the directory of [config.json]",
                "{`a`: {`$include`: `link.json`}} | file [DIR/link.json] lies outside of [DIR] at a.\"$include\" (config.json:1:20); expected a file in the directory of [config.json]",
                "{`a`: {`$include`: `config.json`}} | file [DIR/config.json] includes itself at a.\"$include\" (config.json:1:20); expected no circle of files",
                "{`a`: {`$include`: `circle.json`}} | file [DIR/circle.json] includes itself at a.c.\"$include\" (circle.json:1:20); expected no circle of files",
                "{`a`: {`$include`: `deep-1.json`}} | files include each other too deep at a.\"$include\" (deep-10.json:1:14); expected at most 10",
                "{`a`: {`$include`: 5}} | found a number at a.\"$include\" (config.json:1:20); expected the path of a file, or a list of paths",
                "{`a`: {`$include`: [null]}} | found null at a.\"$include\"[0] (config.json:1:21); expected the path of a file, or a list of paths",
                "{`a`: {`$include`: `list.json`, `b`: 1}} | the included file holds a list at a.\"$include\" (config.json:1:20); expected an object, since other keys stand beside it",
                "{`a`: {`$include`: `broken.json`}} | unexpected [}] at a.x (broken.json:1:7); expected a value"
            })
    void include_thatCannotBe_isRefusedAtItsPlace(String text, String problem) throws IOException {
        write("circle.json", "{\"c\": {\"$include\": \"circle.json\"}}");
        write("list.json", "[1]");
        write("broken.json", "{\"x\": }");
        for (int i = 1; i <= 11; i++) {
            write("deep-" + i + ".json", "{\"$include\": \"deep-" + (i + 1) + ".json\"}");
        }
        Path outside = Files.createTempFile("outside", ".json");
        Files.createSymbolicLink(directory.resolve("link.json"), outside);
        String real = directory.toRealPath().toString();

        assertThat(read(text.replace('`', '"')).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(problem.replace("DIR", real)
                        .replace(
                                "UP",
                                directory.toRealPath().resolve("..").normalize().toString()));
        Files.delete(outside);
    }

    @Test
    void withoutTheOption_itIsOneProblem() throws IOException {
        write("config.json", "{\n \"agents\": {\"$include\": \"a.json\"}}");

        assertThat(FileConfigSource.of(directory.resolve("config.json"), resolver())
                        .read()
                        .problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("[$include] is not read here at agents.\"$include\" (config.json:2:25);"
                        + " expected the content of the file");
    }

    @Test
    void warnings_ofIncludedFiles_areKept() throws IOException {
        write("a.json", "{\"x\": 1, \"x\": 2, \"token\": \"\"}");

        assertThat(read("{\"a\": {\"$include\": \"a.json\"}}").problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "duplicate key [x] at a.x (a.json:1:10); the last one counts, the first is at a.json:1:2",
                        "empty secret at a.token (a.json:1:27); expected a value, or no such key");
    }

    @Test
    void snapshot_changesWithAllIncludedFiles() throws IOException {
        write("a.json", "{\"b\": {\"$include\": \"b.json\"}, \"k\": \"${file:key}\"}");
        write("b.json", "{\"x\": 1}");
        write("key", "one");
        write("config.json", "{\"a\": {\"$include\": \"a.json\"}}");
        FileConfigSource source = source();
        SourceSnapshot first = source.snapshot();

        assertThat(source.snapshot()).isEqualTo(first);
        assertThat(source.reading().hash()).contains(first.hash());
        write("b.json", "{\"x\": 2}");
        SourceSnapshot second = source.snapshot();
        assertThat(second).isNotEqualTo(first);
        write("key", "two");
        SourceSnapshot third = source.snapshot();
        assertThat(third).isNotEqualTo(second);
        Files.delete(directory.resolve("b.json"));
        assertThat(source.snapshot().state()).isEqualTo(SourceSnapshot.State.INCOMPLETE);
        write("b.json", "{\"x\": 2, \"$include\": \"c.json\"}");
        write("c.json", "{\"y\": 1}");
        SourceSnapshot fourth = source.snapshot();
        write("c.json", "{\"y\": 2}");
        assertThat(source.snapshot()).isNotEqualTo(fourth);
        assertThat(source.snapshot().state()).isEqualTo(SourceSnapshot.State.COMPLETE);
    }

    @Test
    void target_withAByteOrderMarkAndALineEnd_isWhatIsBetween() throws IOException {
        write("key.txt", "\uFEFFgood-key\r\n");

        assertThat(text(read("{\"apiKey\": \"${file:key.txt}\"}").orThrow(), "apiKey"))
                .isEqualTo("good-key");
    }

    @Test
    void target_outsideOfTheDirectory_hasNoValue() throws IOException {
        Path keys = Files.createDirectory(directory.resolve("keys"));
        write("keys/in.txt", "in");
        write("out.txt", "out");
        Files.createSymbolicLink(keys.resolve("link.txt"), directory.resolve("out.txt"));
        write("config.json", """
                {"a": "${file:keys/in.txt}", "b": "${file:out.txt}", "c": "${file:keys/link.txt}", "d": "${file:keys/../out.txt}"}""");
        ConfigDocument document = FileConfigSource.builder(directory.resolve("config.json"), resolver())
                .filesWithin(keys)
                .build()
                .read()
                .orThrow();

        assertThat(text(document, "a")).isEqualTo("in");
        assertThat(document.unresolved())
                .extracting(one -> one.path().toString())
                .containsExactly("b", "c", "d");
        assertThat(document.unresolved().get(0).reason())
                .isEqualTo("file [" + directory.toRealPath().resolve("out.txt") + "] lies outside of [" + keys + "]");
    }

    @Test
    void target_thatIsPublic_isShown() throws IOException {
        write("prompt.md", "Be kind.\n");
        write("key", "SECRET");
        write("config.json", "{\"prompt\": \"${file:prompt.md}\", \"key\": \"${file:key}\"}");

        assertThat(FileConfigSource.builder(directory.resolve("config.json"), resolver())
                        .publicFiles(List.of("prompt.md"))
                        .build()
                        .read()
                        .orThrow()
                        .root())
                .hasToString("{\"prompt\":\"Be kind.\",\"key\":\"***\"}");
    }

    private ReadResult read(String text) throws IOException {
        write("config.json", text);
        return source().read();
    }

    private FileConfigSource source() {
        return FileConfigSource.builder(directory.resolve("config.json"), resolver())
                .includes()
                .build();
    }

    private EnvironmentResolver resolver() {
        return EnvironmentResolver.of(variables::get);
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String text(ConfigDocument document, String path) {
        return ((ConfigString) document.find(path).orElseThrow()).value();
    }
}
