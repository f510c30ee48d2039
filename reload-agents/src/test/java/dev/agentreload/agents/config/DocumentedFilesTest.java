// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Strictness;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelsPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people of OpenClaw and PicoClaw have them, and the mistakes in them. */
class DocumentedFilesTest {

    private static final AgentsPolicy ECHO =
            AgentsPolicy.of(ModelsPolicy.standard().withDefaultModel(ModelRef.parse("echo/echo")));

    @Test
    void file_withoutProviders_usesPresets() {
        ParsedAgents reading = AgentsConfig.read(document("""
                {"auth": {"profiles": {"anthropic:default": {"provider": "anthropic", "mode": "token"}}},
                 "agents": {"defaults": {"model": {"primary": "anthropic/claude-sonnet-4-5", "fallbacks": ["openai/gpt-5"]}}}}
                """));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.orThrow().agents().get(0).targets().stream()
                        .map(target -> target.provider().kind()))
                .containsExactly("anthropic-messages", "openai-completions");
    }

    @Test
    void bareModel_isResolvedAtTheProviderBesideIt() {
        ParsedAgents reading = AgentsConfig.read(document("""
                {"agents": {"defaults": {"provider": "zhipu", "model": "glm-4.7"}},
                 "providers": {"zhipu": {"api_key": "k"}, "openrouter": {"api_key": "k"}}}
                """));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.orThrow().agents().get(0).model().ref()).hasToString("zhipu/glm-4.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"ownership\": \"explicit\", "})
    void entries_withoutADefault_haveTheFirstAndAWarning(String ownership) {
        ParsedAgents reading = AgentsConfig.read(
                document("{\"agents\": {" + ownership + "\"entries\": {\"lead\": {}, \"dev\": {}}}}"), ECHO);

        assertThat(reading.orThrow().defaultAgent()).isEqualTo(new AgentId("lead"));
        assertThat(texts(reading)).singleElement().asString().startsWith("no default agent at agents.entries");
    }

    @Test
    void modelsThatCannotBeUsed_hideNoAgent() {
        ConfigDocument document = document("""
                {"agents": {"list": [{"id": "main", "model": "nope/x"}, {"id": "ops", "model": "nope/y", "default": true}]},
                 "bindings": [{"agentId": "opps", "match": {"channel": "telegram"}}]}
                """);
        ParsedAgents reading = AgentsConfig.read(document);

        assertThat(reading).isInstanceOf(ParsedAgents.Refused.class);
        assertThat(reading.ids()).containsExactly(new AgentId("main"), new AgentId("ops"));
        assertThat(reading.defaultAgent()).isEqualTo(new AgentId("ops"));
        assertThat(reading.routing(document).problems().stream().map(ConfigProblem::toString))
                .containsExactly("unknown agent [opps] at bindings[0].agentId (config.json:2:27); did you mean [ops]?");
    }

    @Test
    void agentsThatCannotBeRead_leaveBindingsUnchecked() {
        ConfigDocument document = document("""
                {"agents": {"list": {}}, "bindings": [{"agentId": "a", "match": {"channel": "x"}}, {"agentId": "b", "match": 1}]}
                """);
        ParsedAgents reading = AgentsConfig.read(document, ECHO);

        assertThat(texts(reading))
                .containsExactly("found an object at agents.list (config.json:1:21); expected a list");
        assertThat(reading.routing(document).problems().stream().map(ConfigProblem::message))
                .containsExactly("found a number");
    }

    @Test
    void agentsThatAreAList_areOneProblem() {
        assertThat(texts(AgentsConfig.read(document("{\"agents\": [{\"id\": \"main\"}]}"), ECHO)))
                .containsExactly("found a list at agents (config.json:1:12); expected an object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"agent\": {\"model\": \"openai/gpt-4o\"}} | [agent.model] is an old spelling at agent.model (config.json:1:21); write [agents.defaults.model]",
                "{\"agent\": {\"workspace\": \"~/w\", \"heartbeat\": {}}} | [agent.workspace] is an old spelling at agent.workspace (config.json:1:25); write [agents.defaults.workspace]",
                "{\"agent\": {\"list\": []}, \"model_list\": []} | [agent.list] is an old spelling at agent.list (config.json:1:20); write [agents.list]",
                "{\"routing\": {\"bindings\": []}} | [routing.bindings] is an old spelling at routing.bindings (config.json:1:26); write [bindings]"
            })
    void oldSpelling_isOneErrorThatNamesTheNewOne(String content, String expected) {
        AgentsPolicy noDefault = content.contains("routing") ? ECHO : AgentsPolicy.standard();

        assertThat(texts(AgentsConfig.read(document(content), noDefault))).containsExactly(expected);
        assertThat(texts(AgentsConfig.read(document(content), ECHO.withHostSections(List.of("agent", "routing")))))
                .as("a section of the host")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                  | ``",
                "{_note: 1, $schema: 's'}            | ``",
                "{agents: {}, mine: {}}              | ``",
                "{agents: {}, a2a: {}}               | unknown section [a2a] at a2a (config.json:1:19); nothing reads it",
                "{notify: 1, agents: {}, a2a: {}}    | unknown sections [notify], [a2a] at notify (config.json:1:10); nothing reads them",
                "{servers: []}                       | no section of this file is known at $ (config.json:1:1); expected some of [agents], [models], [channels], [bindings]",
                "{_note: 1, servers: []}             | no section of this file is known at $ (config.json:1:1); expected some of [agents], [models], [channels], [bindings]",
                "{agents: {coder: {model: 'x/y'}}}   | nothing reads [agents.coder] at agents.coder (config.json:1:18); write [agents.entries.coder]",
                "{agents: {bindings: []}}            | nothing reads [agents.bindings] at agents.bindings (config.json:1:21); write [bindings]",
                "{agents: {}, bindngs: []}           | unknown section [bindngs] at bindngs (config.json:1:23); did you mean [bindings]?"
            })
    void otherSections_thatNothingReads_areReported(String content, String problem) {
        AgentsPolicy closed =
                ECHO.withHostSections(List.of("mine")).withOtherSections(AgentsPolicy.OtherSections.REPORTED);

        ParsedAgents reading = AgentsConfig.read(document(content), closed);

        assertThat(texts(reading)).isEqualTo(problem.isEmpty() ? List.of() : List.of(problem));
        assertThat(reading instanceof ParsedAgents.Refused)
                .isEqualTo(content.contains("servers") || problem.startsWith("nothing reads"));
        assertThat(texts(AgentsConfig.read(document(content), ECHO)))
                .isEqualTo(
                        problem.contains("did you mean") || problem.startsWith("nothing reads")
                                ? List.of(problem)
                                : List.of());
    }

    @Test
    void sections_thatAreAllMisspelt_areErrorsOnTheirOwn() {
        ParsedAgents reading = AgentsConfig.read(
                document("{agnts: {}, 'models\u00a0': {}, x: 1}"),
                ECHO.withOtherSections(AgentsPolicy.OtherSections.REPORTED));

        assertThat(reading).isInstanceOf(ParsedAgents.Refused.class);
        assertThat(texts(reading))
                .containsExactly(
                        "unknown section [agnts] at agnts (config.json:1:9); did you mean [agents]?",
                        "unknown section [models\\u00A0] at \"models\\u00A0\" (config.json:1:24); did you mean [models]?",
                        "unknown section [x] at x (config.json:1:31); nothing reads it");
    }

    @Test
    void shortSection_isANearMatchInAClosedFileAlone() {
        ConfigDocument document = document("{agents: {}, crons: {}}");

        assertThat(texts(AgentsConfig.read(document, ECHO.withOtherSections(AgentsPolicy.OtherSections.REPORTED))))
                .containsExactly("unknown section [crons] at crons (config.json:1:21); did you mean [cron]?");
        assertThat(texts(AgentsConfig.read(document, ECHO))).isEmpty();
    }

    @Test
    void modelAtTheRoot_isAnErrorInAClosedFile() {
        ConfigDocument document = document("{agents: {}, model: 'p/m'}");
        AgentsPolicy closed = ECHO.withOtherSections(AgentsPolicy.OtherSections.REPORTED);

        assertThat(texts(AgentsConfig.read(document, closed)))
                .containsExactly("nothing reads [model] at model (config.json:1:21); write [agents.defaults.model]");
        assertThat(AgentsConfig.read(document, closed)).isInstanceOf(ParsedAgents.Refused.class);
        assertThat(AgentsConfig.read(document, closed.withHostSections(List.of("model")))
                        .problems())
                .isEmpty();
        assertThat(AgentsConfig.read(document, ECHO)).isInstanceOf(ParsedAgents.Success.class);
    }

    @ParameterizedTest
    @CsvSource({
        "bindngs, bindings",
        "sessions, session",
        "Channels, channels",
        "modelList, model_list] or [models",
        "agnts, agents",
        "crons, ''",
        "Cron, cron",
        "rateLimits, ''",
        "agent-host, ''",
        "$schema, ''",
        "_note, ''",
        "// note, ''",
        "telemetry, ''"
    })
    void keyAtTheRoot_thatLooksLikeASection_isAWarning(String key, String near) {
        ConfigDocument document = document("{\"" + key + "\": {}}");
        List<String> expected = near.isEmpty()
                ? List.of()
                : List.of("unknown section [" + key + "] at " + key + " (config.json:1:" + (key.length() + 6)
                        + "); did you mean [" + near + "]?");

        assertThat(texts(AgentsConfig.read(document, ECHO))).isEqualTo(expected);
        assertThat(texts(AgentsConfig.read(document, ECHO.withHostSections(List.of(key)))))
                .isEmpty();
        assertThat(
                        AgentsConfig.read(
                                        document, AgentsPolicy.of(ECHO.models().withStrictness(Strictness.STRICT)))
                                instanceof ParsedAgents.Refused)
                .isEqualTo(!near.isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"agentId\": \"a\"} | an agent without an id at agents.list[0].agentId (config.json:1:34); it is written [id] here",
                "{\"id\": 7} | found a number at agents.list[id=7].id (config.json:1:29); expected a string",
                "{} | an agent without an id at agents.list[0].id (config.json:1:22); expected a name",
                "{\"id\": \"a\", \"maxTokens\": -1} | [-1] is too little at agents.list[id=a].maxTokens (config.json:1:47); expected at least 0",
                "{\"id\": \"a\", \"context_tokens\": 0} | [0] is too little at agents.list[id=a].context_tokens (config.json:1:52); expected at least 1",
                "{\"id\": \"a\", \"bootstrapTotalMaxChar\": 9} | unknown key [bootstrapTotalMaxChar] at agents.list[id=a].bootstrapTotalMaxChar (config.json:1:59); did you mean [bootstrapTotalMaxChars] or [bootstrapMaxChars]?"
            })
    void oneMistake_isOneMessage(String agent, String expected) {
        assertThat(texts(AgentsConfig.read(document("{\"agents\": {\"list\": [" + agent + "]}}"), ECHO)))
                .containsExactly(expected);
    }

    @Test
    void keysThatOpenClawDocuments_areKnown() {
        assertThat(texts(AgentsConfig.read(document("""
                {"agents": {"defaults": {
                    "bootstrapTotalMaxChars": 20000, "contextInjection": "always", "imageGenerationModel": {}, "pdfModel": {},
                    "pdfMaxBytesMb": 10, "pdfMaxPages": 20, "skipOptionalBootstrapFiles": [], "startupContext": {},
                    "contextLimits": {}, "envelopeTimestamp": "on", "envelopeElapsed": "on", "llm": {}, "embeddedPi": {},
                    "agentRuntime": {}, "reasoningDefault": "off", "fastModeDefault": true, "toolProgressDetail": "x",
                    "imageMaxDimensionPx": 1200, "silentReply": {}, "runRetries": {}, "tts": {}, "experimental": {},
                    "subagents": {"requireAgentId": true, "announceTimeoutMs": 1, "delegationMode": "suggest", "maxConcurrent": 8},
                    "compaction": {"mode": "safeguard"}, "maxConcurrent": 4, "typingMode": "never", "mediaMaxMb": 5},
                  "list": [{"id": "main", "description": "x", "skillsLimits": {}, "systemPromptOverride": "x", "utilityModel": "x",
                    "identity": {"emoji": "x"}, "groupChat": {}, "sandbox": {}, "tools": {}, "runtime": {}, "params": {}}]}}
                """), ECHO))).isEmpty();
    }

    @Test
    void repeatedWarnings_areReportedOnce() {
        assertThat(texts(AgentsConfig.read(document("""
                {"agents": {"list": [{"id": "a", "failoverFor": 1}, {"id": "b", "failoverFor": 1}, {"id": "c", "failoverFor": 1}]}}
                """), ECHO)))
                .containsExactly(
                        "unknown key [failoverFor] at agents.list[id=a].failoverFor (config.json:1:49); the same at 2"
                                + " other places, the next is [agents.list[id=b].failoverFor]");
    }

    private static List<String> texts(ParsedAgents reading) {
        return reading.problems().stream().map(ConfigProblem::toString).toList();
    }

    private static ConfigDocument document(String json) {
        return ConfigDocument.parse("config.json", json);
    }
}
