// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.runtime.HostRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of a file as the document. */
class FileSectionTest {

    private static final String YAML = """
            server: {port: 1, token: "${random.value}"}
            agent-host:
              agents:
                list:
                  - {id: main, systemPrompt: "${PROMPT}"}
              api_key: ${KEY}
            """;

    private static final String JSON = """
            {"server": {"port": 1, "token": "${random.value}"},
             "agent-host": {
              "agents": {
                "list": [{"id": "main", "systemPrompt": "${PROMPT}"}]
              },
              "api_key": "${KEY}"}}
            """;

    private final Map<String, String> variables = new HashMap<>();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"app.yaml", "app.json"})
    void section_isTheDocument_withItsPlacesInTheFile(String name) throws IOException {
        variables.put("KEY", "k-1");
        write(name, name.endsWith("json") ? JSON : YAML);

        ReadResult result = source(name, "agent-host").read();

        ConfigDocument document = result.orThrow();
        assertThat(document.section()).isEqualTo(ConfigPath.of("agent-host"));
        assertThat(document.root())
                .hasToString(
                        "{\"agents\":{\"list\":[{\"id\":\"main\",\"systemPrompt\":\"${PROMPT}\"}]},\"api_key\":\"***\"}");
        assertThat(((ConfigString) document.find("api_key").orElseThrow()).value())
                .isEqualTo("k-1");
        assertThat(document.nearestPosition("agents.list[0].id").line()).isEqualTo(name.endsWith("json") ? 4 : 5);
        assertThat(document.unresolved())
                .extracting(one -> one.path().toString())
                .containsExactly("agents.list[0].systemPrompt");
        assertThat(texts(result))
                .singleElement()
                .asString()
                .startsWith(
                        "environment variable [PROMPT] is not set at agent-host.agents.list[0].systemPrompt (" + name);
        assertThat(document.reresolve().orThrow().section()).isEqualTo(document.section());
    }

    @Test
    void warnings_haveThePathInTheFile_andOtherSectionsHaveNone() throws IOException {
        write(
                "app.json",
                "{\"other\": {\"a\": 1, \"a\": 2}, \"mine\": {\"x\": {\"b\": 1, \"b\": 2, \"apiKey\": \"\"}}}");

        assertThat(texts(source("app.json", "mine").read()))
                .containsExactly(
                        "duplicate key [b] at mine.x.b (app.json:1:52); the last one counts, the first is at app.json:1:44",
                        "empty secret at mine.x.apiKey (app.json:1:70); expected a value, or no such key");
    }

    @Test
    void section_thatIsNotThere_isRefused() throws IOException {
        write("app.json", "{\"mine\": {\"x\": [1]}}");

        assertThat(texts(source("app.json", "mine.y").read()))
                .containsExactly("no section [mine.y] at mine.y (app.json:1:10); expected an object there");
        assertThat(texts(source("app.json", "mine.x").read()))
                .containsExactly("found a list at mine.x (app.json:1:16); expected an object");
    }

    @Test
    void problemsOfTheFile_haveTheirOwnPlace() throws IOException {
        write("app.json", "{\"mine\": {\"x\": }}");

        assertThat(texts(source("app.json", "mine").read()))
                .containsExactly("unexpected [}] at mine.x (app.json:1:16); expected a value");
    }

    @Test
    void included_standsBelowTheSection() throws IOException {
        write("app.json", "{\"mine\": {\"$include\": \"part.json\"}}");
        write("part.json", "{\"a\": 1, \"a\": 2}");

        ReadResult result = builder("app.json", "mine").includes().build().read();

        assertThat(result.orThrow().root()).hasToString("{\"a\":2}");
        assertThat(texts(result)).singleElement().asString().startsWith("duplicate key [a] at mine.a (part.json:1:10)");
        assertThat(texts(source("app.json", "mine").read()))
                .singleElement()
                .asString()
                .startsWith("[$include] is not read here at mine.\"$include\" (app.json:1:23)");
    }

    @Test
    void reload_namesThePathInTheFile_andComparesTheSectionAlone() throws IOException {
        write("app.json", "{\"port\": 1, \"mine\": {\"gateway\": {\"reload\": {\"mode\": \"hybrid\"}}}}");
        FileConfigSource source = source("app.json", "mine");
        Reloader reloader = Reloader.builder(HostRuntime.of(Runnable::run)).build();
        assertThat(reloader.start(source)).isInstanceOf(ReloadResult.Applied.class);

        write("app.json", "{\"port\": 2, \"mine\": {\"gateway\": {\"reload\": {\"mode\": \"hybrid\"}}}}");
        assertThat(reloader.reload(ReloadRequest.manual(source, "test"))).isInstanceOf(ReloadResult.Unchanged.class);
        write("app.json", "{\"port\": 2, \"mine\": {\"gateway\": {\"reload\": {\"mode\": \"hybird\"}}}}");

        ReloadResult.Invalid invalid = (ReloadResult.Invalid) reloader.reload(ReloadRequest.manual(source, "test"));
        assertThat(invalid.problems())
                .extracting(problem -> problem.path().toString())
                .containsExactly("mine.gateway.reload.mode");
    }

    private FileConfigSource source(String name, String section) {
        return builder(name, section).build();
    }

    private FileConfigSource.Builder builder(String name, String section) {
        EnvironmentResolver environment = EnvironmentResolver.of(variables::get);
        return FileConfigSource.builder(directory.resolve(name), environment).section(section);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private static List<String> texts(ReadResult result) {
        return result.problems().stream().map(ConfigProblem::toString).toList();
    }
}
