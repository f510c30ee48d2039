// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.examples.echo.EchoApplication;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The tables and the application of the README against the code. */
class ReadmeTest {

    private static final Pattern PROPERTY =
            Pattern.compile("(?m)^\\| `((?:agent-reload|management\\.endpoint)\\.[a-z.-]+)` \\| (?:`(.*?)` )?\\|");
    private static final Pattern STATUS = Pattern.compile("(?m)^\\| (\\d{3}) \\| (.*) \\|$");

    @Test
    void properties_ofTheStarter_areThoseOfTheReadme() throws IOException {
        List<String> documented = rows(PROPERTY)
                .map(row -> row.group(1) + " = " + (row.group(2) == null ? "" : row.group(2)))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        metadata().map(ReadmeTest::nameAndDefault).toList());
    }

    @Test
    void properties_inTheMetadata_haveADescriptionForTheEditor() throws IOException {
        assertThat(metadata())
                .allSatisfy(property -> assertThat(property.path("description").asText())
                        .as(property.path("name").asText())
                        .endsWith("."));
    }

    @Test
    void statuses_ofEveryResult_areThoseOfTheReadme() throws IOException {
        List<MatchResult> documented = rows(STATUS).toList();

        for (ReloadResult.Kind kind : ReloadResult.Kind.values()) {
            String word = "`" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`";
            assertThat(documented.stream()
                            .filter(row -> row.group(2).contains(word))
                            .map(row -> Integer.valueOf(row.group(1))))
                    .as(word)
                    .containsExactly(AgentReloadEndpoint.httpStatus(kind));
        }
    }

    @Test
    void application_ofTheReadme_isTheOneThatIsTested() throws IOException {
        String program = Files.readString(Path.of("src/test/java/dev/agentreload/examples/echo/EchoApplication.java"));

        assertThat(program.replace("package dev.agentreload.examples.echo;", "package chat;"))
                .endsWith(block("java"));
    }

    @Test
    void application_ofTheReadme_answersByTheFileOfTheReadme(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("agents.yaml"), block("yaml"));
        try (ConfigurableApplicationContext context = SpringApplication.run(
                EchoApplication.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--agent-reload.watch.enabled=false",
                "--agent-reload.config=" + file)) {
            assertThat(ask(context)).isEqualTo("ada on echo/small: hello");

            Files.writeString(file, block("yaml").replace("model: echo/small", "model: echo/large"));
            context.getBean(Reloader.class)
                    .reload(ReloadRequest.manual(context.getBean(ConfigSource.class), "test"))
                    .orThrow();
            assertThat(ask(context)).isEqualTo("ada on echo/large: hello");
        }
    }

    private static String ask(ConfigurableApplicationContext context) throws Exception {
        String port = context.getEnvironment().getProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/chat"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("hello"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Returns the first example in a language, without the indentation of its list. */
    private static String block(String language) throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        int start = readme.indexOf("```" + language + "\n") + language.length() + "```\n".length();
        return readme.substring(start, readme.indexOf("   ```\n", start)).replaceAll("(?m)^   ", "");
    }

    private static Stream<MatchResult> rows(Pattern row) throws IOException {
        return row.matcher(Files.readString(Path.of("../README.md"))).results();
    }

    private static Stream<JsonNode> metadata() throws IOException {
        try (InputStream file =
                AgentReloadProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode properties = new ObjectMapper().readTree(file).path("properties");
            return StreamSupport.stream(properties.spliterator(), false);
        }
    }

    private static String nameAndDefault(JsonNode property) {
        String value = property.path("defaultValue").asText();
        return property.path("name").asText() + " = " + (value.equals("[]") ? "" : value);
    }
}
