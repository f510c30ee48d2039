// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import java.math.BigDecimal;

/** Turns our trees into Jackson's. */
final class JacksonNodes {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JacksonNodes() {}

    static JsonNode of(ConfigNode node) {
        return switch (node.kind()) {
            case OBJECT -> of((ConfigObject) node);
            case ARRAY -> of((ConfigArray) node);
            case STRING -> NODES.textNode(((ConfigString) node).value());
            case NUMBER -> of((ConfigNumber) node);
            case BOOLEAN -> NODES.booleanNode(((ConfigBoolean) node).value());
            case NULL -> NODES.nullNode();
        };
    }

    private static ObjectNode of(ConfigObject object) {
        ObjectNode tree = NODES.objectNode();
        object.forEach((key, value) -> tree.set(key, of(value)));
        return tree;
    }

    private static ArrayNode of(ConfigArray array) {
        ArrayNode tree = NODES.arrayNode(array.size());
        array.elements().forEach(element -> tree.add(of(element)));
        return tree;
    }

    /**
     * A whole number is one however it is written, so {@code 1.0} fits where {@code 1} does. It has the narrowest type, as a
     * parser's would: a creator that takes an int is not found for a long.
     */
    private static JsonNode of(ConfigNumber number) {
        if (number.asLong().isPresent()) {
            long value = number.asLong().getAsLong();
            return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
        }
        BigDecimal canonical = number.value().stripTrailingZeros();
        return canonical.scale() <= 0
                ? NODES.numberNode(canonical.toBigIntegerExact())
                : NODES.numberNode(number.value());
    }
}
