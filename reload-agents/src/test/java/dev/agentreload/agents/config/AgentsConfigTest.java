// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.config.Strictness;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelsPolicy;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentsConfigTest {

    private static final AgentsPolicy ECHO =
            AgentsPolicy.of(ModelsPolicy.standard().withDefaultModel(ModelRef.parse("echo/echo")));

    private static final String DEFAULTS = """
            { "agents": {
                "defaults": {
                  "workspace": "~/work/main/",
                  "model": { "primary": "echo/one", "fallbacks": ["echo/two"] },
                  "maxTokens": 100, "temperature": 0.5, "skills": ["read"],
                  "toolFeedback": { "enabled": true, "maxArgsLength": 10 },
                  "subagents": { "allowAgents": ["b"], "model": "echo/sub" }
                },
                "list": [ { "id": "a" }, %s ] } }
            """;

    @Test
    void agent_withNothingOfItsOwn_inheritsEverything() {
        AgentDefinition agent = definition("{ \"id\": \"b\" }");

        assertThat(agent.models(ModelRole.CHAT).names()).containsExactly("echo/one", "echo/two");
        assertThat(agent.models(ModelRole.SUBAGENT).names()).containsExactly("echo/sub");
        assertThat(agent.workspace()).hasValue("~/work/workspace-b");
        assertThat(agent.skills()).hasValue(List.of("read"));
        assertThat(agent.mayCall(new AgentId("b"))).isTrue();
        assertThat(agent.mayCall(new AgentId("a"))).isFalse();
        assertThat(agent.settings().integer("maxTokens")).isEqualTo(OptionalLong.of(100));
        assertThat(agent.settings().number("temperature")).hasValue(0.5);
    }

    @Test
    void agent_withItsOwn_keepsItAndInheritsTheRestOfObjects() {
        AgentDefinition agent = definition("""
                { "id": "b", "name": "Bee", "workspace": "/b", "max_tokens": 7, "temperature": 0, "skills": [],
                  "tool-feedback": { "max-args-length": 20 }, "subagents": { "allow_agents": ["*"] } }
                """);

        assertThat(agent.name()).hasValue("Bee");
        assertThat(agent.workspace()).hasValue("/b");
        assertThat(agent.skills()).hasValue(List.of());
        assertThat(agent.mayCall(new AgentId("nobody"))).isTrue();
        assertThat(agent.settings().integer("maxTokens")).isEqualTo(OptionalLong.of(7));
        assertThat(agent.settings().number("temperature")).hasValue(0.0);
        assertThat(agent.settings().bool("toolFeedback", "enabled")).hasValue(true);
        assertThat(agent.settings().integer("toolFeedback", "maxArgsLength")).isEqualTo(OptionalLong.of(20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"echo/x\" | echo/x echo/two",
                "{ \"primary\": \"echo/x\" } | echo/x echo/two",
                "{ \"primary\": \"echo/x\", \"fallbacks\": [] } | echo/x",
                "{ \"fallbacks\": [\"echo/y\"] } | echo/one echo/y",
                "\"\" | echo/one echo/two"
            })
    void model_inheritsWhatItDoesNotSay(String model, String expected) {
        AgentDefinition agent = definition("{ \"id\": \"b\", \"model\": " + model + " }");

        assertThat(String.join(" ", agent.models(ModelRole.CHAT).names())).isEqualTo(expected);
    }

    @Test
    void model_thatIsNull_isInheritedWithAWarning() {
        ConfigDocument document = document(
                "{agents: {defaults: {model: 'echo/one'}, list: [{id: 'a', model: null}, {id: 'b', model: {primary: null}}]}}");

        ParsedAgents reading = AgentsConfig.read(document, ECHO);

        assertThat(reading.orThrow().agents())
                .allSatisfy(agent ->
                        assertThat(agent.definition().models(ModelRole.CHAT)).isEqualTo(ModelChoice.of("echo/one")));
        assertThat(reading.problems().stream().map(ConfigProblem::toString))
                .first()
                .asString()
                .startsWith("null is no model at agents.list[id=a].model (config.json:1:")
                .contains(
                        "; the inherited one is used; leave the key out for that; the same at [agents.list[id=b].model.primary]");
    }

    @Test
    void oldNamesOfModels_areRead() {
        ParsedAgents reading = read("""
                { "agents": { "defaults": { "provider": "echo", "model_name": "one", "model_fallbacks": ["two"],
                    "image_model": "echo/eye", "image_model_fallbacks": ["echo/eye2"],
                    "routing": { "enabled": true, "light_model": "echo/light", "threshold": 0.35 } } } }
                """);

        assertThat(reading.problems()).isEmpty();
        ResolvedAgent main = reading.orThrow().agents().get(0);
        assertThat(main.model().ref()).hasToString("echo/one");
        assertThat(main.fallbacks().get(0).ref()).hasToString("echo/two");
        assertThat(main.models(ModelRole.IMAGE)).hasSize(2);
        assertThat(main.models(ModelRole.LIGHT).get(0).ref()).hasToString("echo/light");
        assertThat(main.definition().settings().values()).hasSize(2);
    }

    @Test
    void defaultAgent_isFlaggedElseFirst() {
        assertThat(read("{ \"agents\": { \"list\": [ { \"id\": \"a\" }, { \"id\": \"b\", \"default\": true } ] } }")
                        .orThrow()
                        .defaultAgent())
                .hasToString("b");
        assertThat(read("{ \"agents\": { \"list\": [ { \"id\": \"a\" }, { \"id\": \"main\" } ] } }")
                        .orThrow()
                        .defaultAgent())
                .hasToString("a");
    }

    @Test
    void mapOfAgents_hasMainOrAFlaggedDefault() {
        assertThat(read("{ \"agents\": { \"entries\": { \"a\": {}, \"main\": {} } } }")
                        .orThrow()
                        .defaultAgent())
                .hasToString("main");
        assertThat(read("{ \"agents\": { \"entries\": { \"a\": {}, \"b\": { \"default\": true } } } }")
                        .orThrow()
                        .defaultAgent())
                .hasToString("b");
        assertThat(problems("{ \"agents\": { \"entries\": { \"a\": {} } } }"))
                .containsExactly(
                        "no default agent at agents.entries (config.json:1:26); [a] answers what no binding claims");
    }

    @Test
    void defaultFlag_changesTheWorkspaceAlone() {
        assertThat(definition("{ \"id\": \"b\", \"default\": true }").workspace())
                .hasValue("~/work/main/");
    }

    @Test
    void everythingWrong_isReportedAtOnce() {
        assertThat(problems("""
                { "agents": {
                    "defaults": { "model": "ecko/one", "maxTokens": "many" },
                    "list": [
                      { "id": "coder", "default": true, "modle": "x" },
                      { "id": "Coder", "default": true },
                      { "id": "@@@" },
                      { "name": "nobody" },
                      { "id": "x", "max_tokens": 1, "maxTokens": 2, "default": true },
                      { "id": "y", "model": "smart", "subagents": { "allowAgents": ["codre", "x", "X"] } },
                      7
                    ] } }
                """))
                .containsExactly(
                        "unknown provider [ecko] of model [ecko/one] at agents.defaults.model (config.json:2:28); did you mean [echo]?",
                        "found a string at agents.defaults.maxTokens (config.json:2:53); expected a whole number",
                        "unknown key [modle] at agents.list[id=coder].modle (config.json:4:50); did you mean [model] or [models]?",
                        "agent [coder] is defined twice at agents.list[id=Coder].id (config.json:5:15); [agents.list[id=coder]] has the same id",
                        "agent id [@@@] has nothing that is kept at agents.list[id=\"@@@\"].id (config.json:6:15); expected letters a-z or digits",
                        "an agent without an id at agents.list[3].id (config.json:7:7); expected a name",
                        "two spellings of one key at agents.list[id=x].max_tokens (config.json:8:34); [maxTokens] is there too, keep one",
                        "second default agent [x] at agents.list[id=x].default (config.json:8:64); [coder] is flagged too, keep one",
                        "unknown model [smart] at agents.list[id=y].model (config.json:9:29); expected an alias, or provider/model",
                        "agent [X] is named twice at agents.list[id=y].subagents.allowAgents (config.json:9:68)",
                        "unknown agent [codre] at agents.list[id=y].subagents.allowAgents[0] (config.json:9:69); did you mean [coder]?",
                        "found a number at agents.list[6] (config.json:10:7); expected an object");
    }

    @Test
    void agent_whoseIdIsNull_hasNone() {
        ConfigDocument document = document("{ \"agents\": { \"list\": [ { \"id\": null }, { \"id\": \"a\" } ] } }");

        assertThat(AgentsConfig.read(document, ECHO).problems().stream().map(ConfigProblem::toString))
                .containsExactly("an agent without an id at agents.list[0].id (config.json:1:33); expected a name");
    }

    @Test
    void agentWithoutIdAndModel_isCalledByNoOtherName() {
        ConfigDocument document = document("{ \"agents\": { \"list\": [ { \"id\": \"@@\" } ] } }");

        assertThat(AgentsConfig.read(document).problems().stream().map(ConfigProblem::toString))
                .containsExactly(
                        "agent has no model at agents.list[id=\"@@\"] (config.json:1:25); give it one, or all agents in [agents.defaults.model]",
                        "agent id [@@] has nothing that is kept at agents.list[id=\"@@\"].id (config.json:1:33); expected letters a-z or digits");
    }

    @Test
    void agentWithoutModel_isAProblemUnlessTheHostHasOne() {
        ConfigDocument document = document("{ \"agents\": { \"list\": [ { \"id\": \"a\" } ] } }");

        assertThat(AgentsConfig.read(document).problems().stream().map(ConfigProblem::toString))
                .containsExactly(
                        "agent [a] has no model at agents.list[id=a] (config.json:1:25); give it one, or all agents in [agents.defaults.model]");
        assertThat(AgentsConfig.read(document, ECHO).problems()).isEmpty();
    }

    @Test
    void problemsOfModels_areReportedWithThoseOfAgents() {
        assertThat(problems("""
                { "models": { "providers": { "p": { "baseUrl": 1 } } },
                  "agents": { "list": [ { "id": "@" } ] } }
                """)).hasSize(2);
    }

    @Test
    void warnings_areErrorsIfStrict() {
        ConfigDocument document = document("{ \"agents\": { \"lits\": [] } }");
        AgentsPolicy strict = AgentsPolicy.of(ECHO.models().withStrictness(Strictness.STRICT));

        assertThat(AgentsConfig.read(document, ECHO)).isInstanceOf(ParsedAgents.Success.class);
        assertThat(AgentsConfig.read(document, strict)).isInstanceOf(ParsedAgents.Refused.class);
    }

    @Test
    void warningsOfBindings_areErrorsIfStrict() {
        ConfigDocument document = document("{bindings: [{agentId: 'nobody', match: {channel: 'telegram'}}]}");
        AgentsPolicy strict = AgentsPolicy.of(ECHO.models().withStrictness(Strictness.STRICT));
        Parsed<Router> warned = AgentsConfig.read(document, ECHO).routing(document);
        Parsed<Router> refused = AgentsConfig.read(document, strict).routing(document);

        assertThat(warned).isInstanceOf(Parsed.Success.class);
        assertThat(refused).isInstanceOf(Parsed.Refused.class);
        assertThat(refused.problems())
                .containsExactly(warned.problems().get(0).withSeverity(ConfigProblem.Severity.ERROR));
        assertThat(AgentsConfig.read(document, strict).routing(document, warned.orThrow()))
                .isEqualTo(refused);
    }

    @Test
    void warningsOfBindings_withoutAgents_areNotReported() {
        ConfigDocument document =
                document("{agents: {list: 5}, bindings: [{agentId: 'nobody', match: {channel: 'telegram'}}]}");

        assertThat(AgentsConfig.read(document, ECHO).routing(document).problems())
                .isEmpty();
    }

    @Test
    void hostKeys_areKnownSettings() {
        ConfigDocument document =
                document("{ \"agents\": { \"list\": [ { \"id\": \"a\", \"persona\": { \"mood\": \"kind\" } } ] } }");

        ParsedAgents reading = AgentsConfig.read(document, ECHO.withHostKeys(List.of("persona")));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.orThrow().agents().get(0).definition().settings().string("persona", "mood"))
                .hasValue("kind");
    }

    @Test
    void nextReading_givesTheSameInstancesForTheSameContent() {
        AgentsConfig first = read(DEFAULTS.formatted("{ \"id\": \"b\" }")).orThrow();

        AgentsConfig second = AgentsConfig.read(
                        document(DEFAULTS.formatted("{ \"id\": \"b\", \"name\": \"Bee\" }, { \"id\": \"c\" }")),
                        ECHO,
                        first)
                .orThrow();

        assertThat(second.agents().get(0)).isSameAs(first.agents().get(0));
        assertThat(second.agents().get(1)).isNotEqualTo(first.agents().get(1));
        assertThat(second.models()).isSameAs(first.models());
    }

    @Test
    void nextReading_withARemovedModel_reportsWhereItIsUsed() {
        String json = """
                { "model_list": [ { "model_name": "%s", "model": "openai/x" } ],
                  "agents": { "list": [ { "id": "a", "model": "fast" } ] } }
                """;
        AgentsConfig first = read(json.formatted("fast")).orThrow();

        assertThat(AgentsConfig.read(document(json.formatted("fats")), ECHO, first).problems().stream()
                        .map(ConfigProblem::toString))
                .containsExactly(
                        "unknown model [fast] at agents.list[id=a].model (config.json:2:47); did you mean [fats]?");
    }

    @Test
    void nextReading_withTheSameDefaults_warnsOfThemAgain() {
        String json = "{ \"agents\": { \"defaults\": { \"model\": \"echo/x\", \"maxTokns\": 1 },"
                + " \"list\": [ { \"id\": \"%s\" } ] } }";
        ParsedAgents first = read(json.formatted("a"));

        ParsedAgents second = AgentsConfig.read(document(json.formatted("b")), ECHO, first.orThrow());

        assertThat(second.problems()).isNotEmpty().isEqualTo(first.problems());
    }

    @Test
    void nextReading_withARemovedModel_reportsThatTheDefaultsUseIt() {
        String json = """
                { "model_list": [ { "model_name": "%s", "model": "openai/x" } ],
                  "agents": { "defaults": { "model": "fast" }, "list": [ { "id": "a", "model": "openai/x" } ] } }
                """;
        AgentsConfig first = read(json.formatted("fast")).orThrow();

        assertThat(AgentsConfig.read(document(json.formatted("fats")), ECHO, first).problems().stream()
                        .map(ConfigProblem::toString))
                .containsExactly(
                        "unknown model [fast] at agents.defaults.model (config.json:2:38); did you mean [fats]?");
    }

    @Test
    void defaultsThatAnAgentOverrides_changeNothingForIt() {
        String json = "{ \"agents\": { \"defaults\": { \"maxTokens\": %d, \"heartbeat\": { \"every\": %d } },"
                + " \"list\": [ { \"id\": \"a\", \"maxTokens\": 1 }, { \"id\": \"b\" } ] } }";
        AgentsConfig first = read(json.formatted(10, 1)).orThrow();
        AgentsConfig second =
                AgentsConfig.read(document(json.formatted(20, 2)), ECHO, first).orThrow();

        assertThat(second.agents().get(0)).isEqualTo(first.agents().get(0));
        assertThat(second.agents().get(1)).isNotEqualTo(first.agents().get(1));
    }

    private static AgentDefinition definition(String agent) {
        ParsedAgents reading = read(DEFAULTS.formatted(agent));
        assertThat(reading.problems()).isEmpty();
        return reading.orThrow().find(new AgentId("b")).orElseThrow().definition();
    }

    private static List<String> problems(String json) {
        return read(json).problems().stream().map(ConfigProblem::toString).toList();
    }

    private static ParsedAgents read(String json) {
        return AgentsConfig.read(document(json), ECHO);
    }

    private static ConfigDocument document(String json) {
        return ConfigDocument.parse("config.json", json);
    }
}
