// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.examples.gateway.ConfigCheck;
import dev.agentreload.examples.gateway.config.ConfigFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCommandTest {

    /** Write it again with {@code java -jar examples/gateway/target/gateway.jar schema > examples/gateway/openclaw.schema.json}. */
    private static final Path CHECKED_IN = Path.of("openclaw.schema.json");

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaCommand.schema().toJson(), InputFormat.JSON);

    @Test
    void schema_isTheOneThatIsCheckedIn() throws IOException {
        CommandRun run = CommandRun.of("schema");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOTHING_TO_DO);
        assertThat(run.output()).isEqualTo(Files.readString(CHECKED_IN));
    }

    /** A schema has no warnings: what the readers warn of as unknown is not valid, and of what they accept nothing else. */
    @TestFactory
    Stream<DynamicTest> fileThatIsAccepted_isValid_unlessAKeyIsUnknown() throws IOException, URISyntaxException {
        return files().map(file -> DynamicTest.dynamicTest(file.toString(), () -> {
            ReadResult read = ConfigFile.tolerant(file).read();
            List<ConfigProblem> problems =
                    read instanceof ReadResult.Success ? ConfigCheck.problems(read.orThrow()) : read.problems();
            if (problems.stream().noneMatch(ConfigProblem::isError)) {
                boolean unknown = problems.stream()
                        .anyMatch(problem -> problem.message().startsWith("unknown key")
                                || problem.message().startsWith("unknown section"));
                List<String> errors = errors(JsonText.compact(read.orThrow().root()));
                assertThat(errors.isEmpty()).as(errors.toString()).isEqualTo(!unknown);
            }
        }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openclaw/misspelt-sections.json",
                "openclaw/repeated-mistake.json",
                "openclaw/bad-agents-list.json",
                "openclaw/bad-binding.json",
                "openclaw/bad-limits.json",
                "openclaw/bad-reload-mode.json",
                "picoclaw/bad-types.json"
            })
    void fileOfTheCorpus_withAWrongTypeOrWord_isNotValid(String name) throws IOException, URISyntaxException {
        assertThat(errors(Files.readString(corpus().resolve(name)))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'agents': {'list': [{'id': 'a', 'maxTokens': '4096'}]}} | /agents/list/0/maxTokens",
                "{'agents': {'list': [{'id': 'a', 'max_tokens': '4096'}]}} | /agents/list/0/max_tokens",
                "{'agents': {'defaults': {'modle': 'x/y'}}} | /agents/defaults",
                "{'agents': {'entries': {'a': {'model': 7}}}} | /agents/entries/a/model",
                "{'agents': {'list': [null]}} | /agents/list/0",
                "{'agents': {'defaults': {'heartbeat': {'evry': '5m'}}}} | /agents/defaults/heartbeat",
                "{'bindngs': []} | ''",
                "{'bindings': [{'agentId': 'a', 'match': {'channel': 'x', 'peer': {'kind': 'robot', 'id': '1'}}}]} | /bindings/0/match/peer/kind",
                "{'channels': {'http': {'port': 70000}}} | /channels/http/port",
                "{'channels': {'http': {'token': 5}}} | /channels/http/token",
                "{'cron': {'jobs': [{'id': 'a', 'evry': '30s'}]}} | /cron/jobs/0",
                "{'gateway': {'reload': {'mode': 'warm'}}} | /gateway/reload/mode",
                "{'hooks': {'paths': {'deploy': {'message': []}}}} | /hooks/paths/deploy/message",
                "{'model_list': [{'model_name': 'a', 'model': 'x/y', 'api_kye': 'k'}]} | /model_list/0",
                "{'models': {'providers': {'p': {'apiKey': {'source': 'vault', 'id': 'X'}}}}} | /models/providers/p/apiKey",
                "{'session': {'dmScope': 'per-person'}} | /session/dmScope"
            })
    void mistake_isFoundAtItsPlace(String json, String place) {
        assertThat(SCHEMA.validate(json.replace('\'', '"'), InputFormat.JSON).stream()
                        .map(error -> error.getInstanceLocation().toString()))
                .anyMatch(found -> found.startsWith(place));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$schema': './openclaw.schema.json', '_note': 1, 'agents': {'_note': {}, 'list': [{'id': 'a', '_note': []}]}}",
                "{'agents': {'defaults': {'model': null, 'max_tokens': 1, 'max-tool-iterations': 2}}}",
                "{'models': {'providers': {'p': {'apiKey': {'source': 'env', 'provider': 'default', 'id': 'KEY'}}}}}",
                "{'models': {'providers': {'p': {'endpoint': 'http://localhost', 'headers': {'x': 'y'}}}}}",
                "{'session': {'dmScope': 'PER-PEER'}, 'gateway': {'port': 1, 'reload': {'mode': '${MODE}'}}}",
                "{'channels': {'telegram': {'token': 't', 'accounts': {'a': {}}}, 'console': {'prompt': '> '}}}"
            })
    void whatReadersTake_isValid(String json) {
        assertThat(errors(json.replace('\'', '"'))).isEmpty();
    }

    private static List<String> errors(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    private static Stream<Path> files() throws IOException, URISyntaxException {
        try (Stream<Path> all = Files.walk(corpus())) {
            List<Path> files = all.filter(file -> file.toString().matches(".*\\.json5?"))
                    .sorted()
                    .toList();
            Stream<Path> samples = Stream.of("config.json", "config-services.json", "../minimal/agents.json")
                    .map(Path::of);
            return Stream.concat(files.stream(), samples);
        }
    }

    private static Path corpus() throws URISyntaxException {
        return Path.of(SchemaCommandTest.class
                        .getResource("/corpus/expected.md")
                        .toURI())
                .resolveSibling("");
    }
}
