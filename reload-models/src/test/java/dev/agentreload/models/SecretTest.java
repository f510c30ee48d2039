// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    void mapper_ofGetters_findsNothing() throws Exception {
        ObjectMapper mapper = JsonMapper.builder()
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();

        assertThat(mapper.writeValueAsString(new Holder(SECRET))).isEqualTo("{\"secret\":{}}");
    }

    @Test
    void mapper_ofFields_findsNothing() throws Exception {
        ObjectMapper mapper = JsonMapper.builder()
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY)
                .build();

        assertThat(mapper.writeValueAsString(SECRET)).isEqualTo("{}");
    }

    /** Gson, Moshi, Kryo and the reflective printers read the fields of an instance that are not transient. */
    @Test
    void fields_areTransient() {
        assertThat(instanceFields()).isNotEmpty().allMatch(field -> Modifier.isTransient(field.getModifiers()));
    }

    /** A debugger shows transient fields too, and some mappers can be told to read them. */
    @Test
    void fields_haveNoText() throws Exception {
        List<String> shown = new ArrayList<>();
        for (Field field : instanceFields()) {
            field.setAccessible(true);
            shown.add(field.get(SECRET) instanceof char[] chars ? new String(chars) : "" + field.get(SECRET));
        }

        assertThat(shown).noneMatch(text -> text.contains("sentinel"));
    }

    private static List<Field> instanceFields() {
        return Arrays.stream(Secret.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .toList();
    }

    private record Holder(Secret secret) {}
}
