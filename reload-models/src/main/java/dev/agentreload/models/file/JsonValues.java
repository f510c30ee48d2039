// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.file;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.models.file.ModelsFile.Credentials;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Turns values of a configuration into such as are written as they are: nodes are written with their secrets masked. */
final class JsonValues {

    private final Spelling spelling;

    /** Decides which texts may be written. */
    private final Predicate<String> writable;

    private final Credentials credentials;

    private JsonValues(Spelling spelling, Credentials credentials, Predicate<String> writable) {
        this.spelling = spelling;
        this.credentials = credentials;
        this.writable = writable;
    }

    private enum Spelling {
        AS_WRITTEN,
        CANONICAL
    }

    /** Returns what writes values as they were read, secrets included. */
    static JsonValues asWritten() {
        return new JsonValues(Spelling.AS_WRITTEN, Credentials.INCLUDED, text -> true);
    }

    /**
     * Returns what writes equal values equally: members in the order of their keys, and numbers without needless digits.
     *
     * @param writable decides which texts and keys may be written
     */
    static JsonValues canonical(Credentials credentials, Predicate<String> writable) {
        return new JsonValues(Spelling.CANONICAL, credentials, writable);
    }

    /** Returns the members that can be written. */
    Map<String, Object> of(Map<String, ConfigNode> members) {
        Map<String, Object> plain = spelling == Spelling.CANONICAL ? new TreeMap<>() : new LinkedHashMap<>();
        members.forEach(
                (key, node) -> of(node).filter(value -> writable.test(key)).ifPresent(value -> plain.put(key, value)));
        return plain;
    }

    private Optional<Object> of(ConfigNode node) {
        return switch (node.kind()) {
            case OBJECT -> object((ConfigObject) node);
            case ARRAY -> array((ConfigArray) node);
            case STRING -> string((ConfigString) node);
            case NUMBER -> isOmitted(node) ? Optional.empty() : Optional.of(number((ConfigNumber) node));
            case BOOLEAN -> Optional.of(((ConfigBoolean) node).value());
            case NULL -> Optional.of(node); // an optional holds no null, and this is written as one
        };
    }

    private Optional<Object> object(ConfigObject object) {
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        object.forEach(members::put);
        Map<String, Object> plain = of(members);
        return plain.isEmpty() && !object.isEmpty() ? Optional.empty() : Optional.of(plain);
    }

    /** A list from which an element is missing means something else, so it is left out as a whole. */
    private Optional<Object> array(ConfigArray array) {
        ImmutableList.Builder<Object> plain = ImmutableList.builder();
        for (ConfigNode element : array.elements()) {
            Optional<Object> value = of(element);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            plain.add(value.get());
        }
        return Optional.of(plain.build());
    }

    private Number number(ConfigNumber number) {
        if (spelling == Spelling.AS_WRITTEN) {
            return number.value();
        }
        return number.asLong().isPresent()
                ? number.asLong().getAsLong()
                : number.value().stripTrailingZeros();
    }

    private Optional<Object> string(ConfigString string) {
        return isOmitted(string) || !writable.test(string.value()) ? Optional.empty() : Optional.of(string.value());
    }

    private boolean isOmitted(ConfigNode node) {
        return credentials == Credentials.OMITTED && node.hasSecrets();
    }
}
