// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigSchemaTest {

    private static final SectionKeys SERVER = SectionKeys.of(
            ConfigKey.string("apiKey", "the key").or("secretKey"),
            ConfigKey.of("port", new ConfigType.IntegerRange(0, 65535), "the port")
                    .orElse(8080),
            ConfigKey.of("headers", new ConfigType.MapOf(ConfigType.STRING), "of each request"),
            ConfigKey.of("mode", new ConfigType.Choice(List.of("on", "off")), "how"),
            ConfigKey.of("id", ConfigType.ID, "the id"));

    private static final ConfigSchema SCHEMA = ConfigSchema.of(
            SectionKeys.of(
                            ConfigKey.map("servers", SERVER, "by name"),
                            ConfigKey.sections("more", SERVER, "a list"),
                            ConfigKey.section(
                                    "host",
                                    SectionKeys.of(
                                            ConfigKey.bool("on", "whether").orTrue()),
                                    "this"))
                    .with(ConfigKey.accepted("other"))
                    .allowingOthers(),
            RuleTable.builder()
                    .add(ReloadRule.hot("servers", "reload-hooks"))
                    .add(ReloadRule.hot("more", "reload-hooks"))
                    .add(ReloadRule.none("servers.*.port"))
                    .add(ReloadRule.none("more.*.port"))
                    .identity("more", "id")
                    .build());

    private static final JsonNode JSON = read(SCHEMA.toJson());

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "/$defs/servers.*/properties/port ~ {\"description\":\"the port [when it is read]\",\"type\":[\"integer\",\"null\"],\"minimum\":0,\"maximum\":65535,\"default\":8080,\"x-reload\":{\"verdict\":\"none\"}}",
                "/$defs/servers.*/properties/id ~ {\"description\":\"the id [hot: reload-hooks]\",\"type\":[\"string\",\"number\",\"null\"],\"x-reload\":{\"verdict\":\"hot\",\"actions\":[\"reload-hooks\"]}}",
                "/$defs/servers.*/patternProperties/^(api_key|api-key|secretKey|secret_key|secret-key)$ ~ {\"$ref\":\"#/$defs/servers.*/properties/apiKey\"}",
                "/$defs/servers.*/additionalProperties ~ false",
                "/$defs/host/properties/on ~ {\"description\":\"whether [restart]\",\"type\":[\"boolean\",\"null\"],\"default\":true,\"x-reload\":{\"verdict\":\"restart\"}}",
                "/properties/host ~ {\"description\":\"this\",\"$ref\":\"#/$defs/host\"}",
                "/properties/more/items ~ {\"$ref\":\"#/$defs/servers.*\",\"type\":\"object\"}",
                "/properties/other ~ {\"description\":\"accepted, not read here [restart]\",\"x-reload\":{\"verdict\":\"restart\"}}",
                "/additionalProperties ~ true"
            })
    void key_isWrittenWithAllThatIsDeclared(String pointer, String json) {
        assertThat(JSON.at(pointer).toString()).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({"apiKey, true", "headers, true", "port, false", "id, false"})
    void secret_isWhatADocumentMasks(String key, boolean secret) {
        assertThat(JSON.at("/$defs/servers.*/properties/" + key + "/x-secret").asBoolean())
                .isEqualTo(secret);
    }

    @Test
    void schema_isTheSameEachTime() {
        assertThat(SCHEMA.toJson()).isEqualTo(SCHEMA.toJson()).endsWith("}\n");
        assertThat(JSON.toString())
                .isEqualTo(read(JsonText.compact(SCHEMA.toMap())).toString());
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void page_hasALineForEachKey_andATableForEqualSections() {
        assertThat(SCHEMA.toMarkdown()).isEqualTo("""
                        **the root**

                        | key | type | default | what it is for | a change |
                        | --- | --- | --- | --- | --- |
                        | `servers` | an object by name |  | by name | hot: reload-hooks |
                        | `more` | a list |  | a list | hot: reload-hooks |
                        | `host` | an object |  | this | as its keys say |

                        Accepted, and not read here: `other`.

                        **`servers.*`, `more.*`**

                        | key | type | default | what it is for | a change |
                        | --- | --- | --- | --- | --- |
                        | `apiKey`, also `secretKey` | a string, secret |  | the key | hot: reload-hooks |
                        | `port` | a whole number, 0 to 65535 | `8080` | the port | when it is read |
                        | `headers` | an object by name, secret |  | of each request | hot: reload-hooks |
                        | `mode` | one of "on", "off" |  | how | hot: reload-hooks |
                        | `id` | a string or a number |  | the id | hot: reload-hooks |

                        **`host`**

                        | key | type | default | what it is for | a change |
                        | --- | --- | --- | --- | --- |
                        | `on` | true or false | `true` | whether | restart |
                        """);
    }
}
