// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.reflect.TypeToken;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.Secret;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelTarget;
import dev.agentreload.models.ModelsPolicy;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.ResolvedModel;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent is kept over a reload exactly if what it is made from is equal. So nothing that changes how it behaves may be missing
 * there: no component of the records that make up the key, and no key of the configuration.
 */
class ReuseKeyTest {

    private static final String AGENT = "{ id: 'a', model: 'p/m', %s }";
    private static final String PROVIDER = "{ id: 'a', model: 'p/m' }";

    @ParameterizedTest
    @ValueSource(
            classes = {
                ResolvedAgent.class,
                AgentDefinition.class,
                ModelChoice.class,
                ResolvedModel.class,
                ModelTarget.class,
                ModelRef.class,
                ProviderDefinition.class
            })
    void fault38_eachComponentOfTheKey_takesPartInIt(Class<? extends Record> type) throws Exception {
        assertEachComponentCounts(type);
    }

    /** A key that forgets what it was made for. */
    record Forgetful(String name, String forgotten) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Forgetful key && key.name.equals(name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name);
        }
    }

    @Test
    void fault38_keyThatMissesAComponent_isFound() {
        assertThatThrownBy(() -> assertEachComponentCounts(Forgetful.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("another forgotten of Forgetful");
    }

    private static void assertEachComponentCounts(Class<? extends Record> type) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Object[] plain = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            plain[i] = sample(TypeToken.of(components[i].getGenericType()), 0);
        }
        assertThat(make(type, plain)).isEqualTo(make(type, plain));
        for (int i = 0; i < components.length; i++) {
            Object[] other = plain.clone();
            other[i] = sample(TypeToken.of(components[i].getGenericType()), 1);
            assertThat(make(type, other))
                    .as("another " + components[i].getName() + " of " + type.getSimpleName())
                    .isNotEqualTo(make(type, plain));
        }
    }

    private static Object make(Class<? extends Record> type, Object... arguments) throws Exception {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(types).newInstance(arguments);
    }

    /** Returns one of two values of a type that differ. */
    private static Object sample(TypeToken<?> type, int variant) {
        Class<?> raw = type.getRawType();
        if (raw == Optional.class) {
            return variant == 0 ? Optional.empty() : Optional.of(sample(parameter(type, Optional.class, 0), 0));
        }
        if (raw == List.class) {
            return List.of(sample(parameter(type, List.class, 0), variant));
        }
        if (raw == Map.class) {
            return Map.of(sample(parameter(type, Map.class, 0), 0), sample(parameter(type, Map.class, 1), variant));
        }
        return Objects.requireNonNull(SAMPLES.get(raw), () -> "no samples of " + raw)
                .get(variant);
    }

    private static TypeToken<?> parameter(TypeToken<?> type, Class<?> raw, int index) {
        return type.resolveType(raw.getTypeParameters()[index]);
    }

    private static final Map<Class<?>, List<?>> SAMPLES = Map.ofEntries(
            Map.entry(String.class, List.of("one", "two")),
            Map.entry(Duration.class, List.of(Duration.ofSeconds(1), Duration.ofSeconds(2))),
            Map.entry(AgentId.class, List.of(new AgentId("one"), new AgentId("two"))),
            Map.entry(ModelRole.class, List.of(ModelRole.CHAT, ModelRole.IMAGE)),
            Map.entry(ModelRef.class, List.of(ModelRef.parse("p/one"), ModelRef.parse("p/two"))),
            Map.entry(Secret.class, List.of(new Secret("one"), new Secret("two"))),
            Map.entry(ConfigNode.class, List.of(node(1), node(2))),
            Map.entry(ProviderDefinition.class, List.of(ProviderDefinition.of("one"), ProviderDefinition.of("two"))),
            Map.entry(ModelTarget.class, List.of(target("p/one"), target("p/two"))),
            Map.entry(ResolvedModel.class, List.of(model("one"), model("two"))),
            Map.entry(ModelChoice.class, List.of(ModelChoice.of("one"), ModelChoice.of("two"))),
            Map.entry(AgentSettings.class, List.of(AgentSettings.none(), settings(1))),
            Map.entry(AgentDefinition.class, List.of(definition("one"), definition("two"))));

    private static ConfigNode node(int value) {
        return ConfigDocument.parse("sample", "{a: " + value + "}")
                .root()
                .find("a")
                .orElseThrow();
    }

    private static ModelTarget target(String ref) {
        return ModelTarget.of(ModelRef.parse(ref), ProviderDefinition.of("p"));
    }

    private static ResolvedModel model(String name) {
        return new ResolvedModel(name, List.of(target("p/m")));
    }

    private static AgentSettings settings(int value) {
        return AgentSettings.of(Map.of(ConfigPath.of("a"), node(value)));
    }

    private static AgentDefinition definition(String id) {
        return new AgentDefinition(
                new AgentId(id),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                List.of(),
                AgentSettings.none());
    }

    @Test
    void fault38_settings_differWithKeyAndValue() {
        assertThat(settings(1)).isEqualTo(settings(1)).isNotEqualTo(settings(2));
        assertThat(settings(1)).isNotEqualTo(AgentSettings.of(Map.of(ConfigPath.of("b"), node(1))));
    }

    @TestFactory
    Stream<DynamicTest> fault38_eachKeyOfAnAgent_changesWhatItIsMadeFrom() {
        return edits().entrySet().stream()
                .map(edit -> DynamicTest.dynamicTest(edit.getKey(), () -> {
                    ResolvedAgent before = agent(AGENT.formatted(edit.getValue().get(0)), "");
                    ResolvedAgent after = agent(AGENT.formatted(edit.getValue().get(1)), "");

                    assertThat(after).isNotEqualTo(before);
                }));
    }

    /** Keys in objects whose values name models or agents. */
    private static final Set<String> NAMES_IN_OBJECTS = Set.of("model", "lightModel", "fallbacks", "allowAgents");

    /** Two values of each key that the reader knows, by the key. */
    private static Map<String, List<String>> edits() {
        Map<String, List<String>> edits = new LinkedHashMap<>();
        SectionKeys agent = AgentKeys.agent(Set.of());
        agent.keys().stream()
                .filter(key -> !AgentKeys.isReadByName(key.name()))
                .forEach(key -> edits.put(key.name(), values(key)));
        for (String object : AgentKeys.OBJECTS) {
            ConfigType.Section section =
                    (ConfigType.Section) agent.find(object).orElseThrow().type();
            section.keys().keys().stream()
                    .filter(key -> !NAMES_IN_OBJECTS.contains(key.name()))
                    .forEach(key -> edits.put(
                            object + "." + key.name(),
                            values(key).stream()
                                    .map(value -> object + ": { " + value + " }")
                                    .toList()));
        }
        edits.put("name", List.of("name: 'one'", "name: 'two'"));
        edits.put("workspace", List.of("workspace: '/one'", "workspace: '/two'"));
        edits.put("modelFallbacks", List.of("modelFallbacks: ['p/m']", "modelFallbacks: ['p/n']"));
        edits.put("imageModel", List.of("imageModel: 'p/m'", "imageModel: 'p/n'"));
        edits.put(
                "imageModelFallbacks",
                List.of(
                        "imageModel: 'p/m', imageModelFallbacks: ['p/n']",
                        "imageModel: 'p/m', imageModelFallbacks: ['p/o']"));
        edits.put("modelName", List.of("modelName: 'p/m'", "modelName: 'p/n'"));
        edits.put("skills", List.of("skills: []", "skills: ['one']"));
        edits.put("subagents.allowAgents", List.of("subagents: {}", "subagents: { allowAgents: ['*'] }"));
        edits.put("subagents.model", List.of("subagents: {}", "subagents: { model: 'p/n' }"));
        edits.put(
                "subagents.fallbacks",
                List.of(
                        "subagents: { model: 'p/m', fallbacks: ['p/n'] }",
                        "subagents: { model: 'p/m', fallbacks: ['p/o'] }"));
        edits.put("routing.lightModel", List.of("routing: {}", "routing: { lightModel: 'p/n' }"));
        return edits;
    }

    private static List<String> values(ConfigKey key) {
        List<String> values = key.type() instanceof ConfigType.IntegerRange
                ? List.of("1", "2")
                : key.type().equals(ConfigType.NUMBER)
                        ? List.of("0.1", "0.2")
                        : key.type().equals(ConfigType.BOOLEAN)
                                ? List.of("false", "true")
                                : key.type().equals(ConfigType.STRING)
                                        ? List.of("'one'", "'two'")
                                        : List.of("['one']", "['two']");
        return values.stream().map(value -> key.name() + ": " + value).toList();
    }

    @TestFactory
    Stream<DynamicTest> fault38_eachKeyOfAProvider_changesWhatItsAgentsAreMadeFrom() {
        List<String> keys = new ArrayList<>(List.of(
                "baseUrl", "api", "apiKey", "proxy", "region", "auth", "userAgent", "extraBody", "unknownToUs"));
        List<DynamicTest> tests = new ArrayList<>();
        for (String key : keys) {
            tests.add(DynamicTest.dynamicTest(
                    key,
                    () -> assertThat(agent(PROVIDER, key + ": 'two'")).isNotEqualTo(agent(PROVIDER, key + ": 'one'"))));
        }
        Map.of(
                        "apiKeys", List.of("apiKeys: ['one']", "apiKeys: ['one', 'two']"),
                        "headers", List.of("headers: { a: 'one' }", "headers: { a: 'two' }"),
                        "timeoutSeconds", List.of("timeoutSeconds: 1", "timeoutSeconds: 2"))
                .forEach((key, values) -> tests.add(DynamicTest.dynamicTest(
                        key,
                        () -> assertThat(agent(PROVIDER, values.get(1)))
                                .isNotEqualTo(agent(PROVIDER, values.get(0))))));
        return tests.stream();
    }

    @Test
    void agent_ofTheSameContent_isMadeFromTheSame() {
        assertThat(agent("{ model: 'p/m', id: 'a', maxTokens: 1.0 }", "apiKey: 'one'"))
                .isEqualTo(agent("{ id: 'a', max_tokens: 1, model: 'p/m' }", "apiKey: 'one'"));
    }

    private static ResolvedAgent agent(String agent, String provider) {
        ConfigDocument document = ConfigDocument.parse(
                "config.json",
                "{ models: { providers: { p: { %s } } }, agents: { list: [ %s ] } }".formatted(provider, agent));
        ParsedAgents reading = AgentsConfig.read(document, AgentsPolicy.of(ModelsPolicy.standard()));
        return reading.orThrow().agents().get(0);
    }
}
