// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.gson.Gson;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That nothing which prints or maps a secret shows it. */
class SecretTest {

    private static final String TEXT = "sentinel-\ud83d\ude00-\ud800";
    private static final Secret SECRET = new Secret(TEXT);

    @Test
    void value_isTheString() {
        assertThat(SECRET.value()).isEqualTo(TEXT);
        assertThat(new Secret("").value()).isEmpty();
    }

    @Test
    void secrets_areComparedByValue() {
        assertThat(new Secret(TEXT)).isEqualTo(SECRET).hasSameHashCodeAs(SECRET);
        assertThat(new Secret("sentinel")).isNotEqualTo(SECRET);
    }

    @Test
    void text_ofItAndWhatHoldsIt_hasNoSecret() {
        assertThat(List.of(SECRET, Optional.of(SECRET), Map.of("key", SECRET), new Holder(SECRET)))
                .extracting(Object::toString)
                .containsExactly("***", "Optional[***]", "{key=***}", "Holder[secret=***]");
    }

    @Test
    void jackson2_ofGettersAndOfFields_findsNothing() throws Exception {
        JsonMapper getters = JsonMapper.builder()
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();
        JsonMapper all = JsonMapper.builder()
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY)
                .build();

        assertThat(getters.writeValueAsString(new Holder(SECRET))).isEqualTo("{\"secret\":{}}");
        assertThat(all.writeValueAsString(new Holder(SECRET))).isEqualTo("{\"secret\":{}}");
    }

    @Test
    void jackson3_ofGettersAndOfFields_findsNothing() {
        tools.jackson.databind.json.JsonMapper getters = tools.jackson.databind.json.JsonMapper.builder()
                .disable(tools.jackson.databind.SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();
        tools.jackson.databind.json.JsonMapper all = getters.rebuild()
                .changeDefaultVisibility(
                        visibility -> visibility.withVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY))
                .build();

        assertThat(getters.writeValueAsString(new Holder(SECRET))).isEqualTo("{\"secret\":{}}");
        assertThat(all.writeValueAsString(new Holder(SECRET))).isEqualTo("{\"secret\":{}}");
    }

    @Test
    void gson_readsFields_findsNothing() {
        assertThat(new Gson().toJson(new Holder(SECRET))).isEqualTo("{\"secret\":{}}");
    }

    @Test
    void members_areOneMethodAndNoField() {
        assertThat(Arrays.stream(Secret.class.getMethods()).map(Method::getName).filter(name -> name.startsWith("get")))
                .containsExactly("getClass");
        assertThat(Secret.class.isRecord()).isFalse();
        assertThat(Secret.class.getFields()).isEmpty();
    }

    /** Moshi, Kryo and the reflective printers read the fields of an instance that are not transient. */
    @Test
    void fields_areTransient() {
        assertThat(instanceFields()).isNotEmpty().allMatch(field -> Modifier.isTransient(field.getModifiers()));
    }

    /** A debugger shows transient fields too, and some mappers can be configured to read them. */
    @Test
    void fields_haveNoText() throws Exception {
        List<String> shown = new ArrayList<>();
        for (Field field : instanceFields()) {
            field.setAccessible(true);
            shown.add(field.get(SECRET) instanceof char[] chars ? new String(chars) : "" + field.get(SECRET));
        }

        assertThat(shown).noneMatch(text -> text.contains("sentinel"));
    }

    @Test
    void component_ofAHostsType_isBoundFromText() {
        Channel channel = bind("{token: 'sentinel', spare: {a: 'x'}}").orThrow();

        assertThat(channel).isEqualTo(new Channel(new Secret("sentinel"), null, Map.of("a", new Secret("x"))));
        assertThat(channel.token().value()).isEqualTo("sentinel");
        assertThat(channel).hasToString("Channel[token=***, old=null, spare={a=***}]");
        assertThat(new Gson().toJson(channel)).isEqualTo("{\"token\":{},\"spare\":{\"a\":{}}}");
    }

    @Test
    void component_thatIsNoText_isRefusedWithoutIt() {
        assertThat(bind("{token: 12345, old: ['sentinel'], spare: {a: {value: 'sentinel'}}}")
                        .problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "found a number at x.token (host.json:1:13); expected a string",
                        "found a list at x.old (host.json:1:25); expected a string",
                        "found an object at x.spare.a (host.json:1:50); expected a string");
        assertThat(bind("{spare: {}}").problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("missing value at x.token (host.json:1:5); expected a string");
    }

    private static Parsed<Channel> bind(String json) {
        return ConfigDocument.parse("host.json", "{x: " + json + "}").bind("x", Channel.class);
    }

    private static List<Field> instanceFields() {
        return Arrays.stream(Secret.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .toList();
    }

    private record Holder(Secret secret) {}

    private record Channel(Secret token, @Nullable Secret old, Map<String, Secret> spare) {}
}
