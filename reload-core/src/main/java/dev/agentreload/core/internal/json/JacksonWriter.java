// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.internal.secret.Masking;
import dev.agentreload.core.internal.tree.Surrogates;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON with Jackson's generator. */
public final class JacksonWriter {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(2_000).build())
            .build();

    private final JsonGenerator generator;

    private JacksonWriter(JsonGenerator generator) {
        this.generator = generator;
    }

    public enum Layout {
        COMPACT,
        PRETTY
    }

    public static String write(@Nullable Object value, Layout layout) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            if (layout == Layout.PRETTY) {
                DefaultIndenter lines = new DefaultIndenter("  ", "\n");
                generator.setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
            }
            new JacksonWriter(generator).value(value);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return Surrogates.escaped(text.toString());
    }

    public static @Nullable String unquote(String quoted) {
        try (JsonParser parser = JSON.createParser(quoted)) {
            return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
        } catch (JsonProcessingException e) {
            return null; // the caller says what is wrong, in its own words
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    private void value(@Nullable Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof ConfigNode node) {
            node(node);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Iterable<?> list) {
            array(list);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Number number) {
            number(number);
        } else {
            generator.writeString(value.toString());
        }
    }

    private void object(Map<?, ?> map) throws IOException {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            generator.writeFieldName(String.valueOf(entry.getKey()));
            value(entry.getValue());
        }
        generator.writeEndObject();
    }

    private void array(Iterable<?> list) throws IOException {
        generator.writeStartArray();
        for (Object element : list) {
            value(element);
        }
        generator.writeEndArray();
    }

    private void number(Number number) throws IOException {
        if (number instanceof BigDecimal decimal) {
            generator.writeNumber(decimal);
        } else if (number instanceof BigInteger integer) {
            generator.writeNumber(integer);
        } else if (number instanceof Double || number instanceof Float) {
            generator.writeNumber(number.doubleValue());
        } else {
            generator.writeNumber(number.longValue());
        }
    }

    private void node(ConfigNode node) throws IOException {
        if (node.isSecret()) {
            generator.writeString(Masking.MASK);
            return;
        }
        switch (node.kind()) {
            case OBJECT -> object((ConfigObject) node);
            case ARRAY -> array(((ConfigArray) node).elements());
            case STRING -> generator.writeString(Masking.show((ConfigString) node));
            case NUMBER -> generator.writeNumber(((ConfigNumber) node).value());
            case BOOLEAN -> generator.writeBoolean(((ConfigBoolean) node).value());
            case NULL -> generator.writeNull();
        }
    }

    private void object(ConfigObject object) throws IOException {
        generator.writeStartObject();
        for (int i = 0; i < object.size(); i++) {
            generator.writeFieldName(Masking.show(object.key(i)));
            value(object.value(i));
        }
        generator.writeEndObject();
    }
}
