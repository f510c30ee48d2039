// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.laws;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.diff.ListIdentities;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Looks at documents without the help of fingerprints, in the most obvious way. */
final class Trees {

    private Trees() {}

    /** Returns maps, lists, strings, stripped numbers, booleans and null, which are equal when the values are. */
    static @Nullable Object plain(ConfigNode node) {
        return switch (node.kind()) {
            case OBJECT -> plain((ConfigObject) node);
            case ARRAY -> plain((ConfigArray) node);
            case STRING -> ((ConfigString) node).value();
            case NUMBER -> plain(((ConfigNumber) node).value());
            case BOOLEAN -> ((ConfigBoolean) node).value();
            case NULL -> null;
        };
    }

    static Map<String, @Nullable Object> plain(ConfigObject object) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        object.forEach((key, value) -> plain.put(key, plain(value)));
        return plain;
    }

    private static List<@Nullable Object> plain(ConfigArray list) {
        List<@Nullable Object> plain = new ArrayList<>();
        list.elements().forEach(element -> plain.add(plain(element)));
        return plain;
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.stripTrailingZeros();
    }

    static ConfigDocument document(Map<String, @Nullable Object> plain) {
        return ConfigReader.standard().read("plain", plain).orThrow();
    }

    /** Returns a copy in which each string is what the function makes of it. */
    static @Nullable Object mapTexts(@Nullable Object plain, UnaryOperator<String> change) {
        if (plain instanceof Map<?, ?> object) {
            Map<Object, @Nullable Object> members = new LinkedHashMap<>();
            object.forEach((key, value) -> members.put(key, mapTexts(value, change)));
            return members;
        }
        if (plain instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(mapTexts(element, change)));
            return elements;
        }
        return plain instanceof String text ? change.apply(text) : plain;
    }

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> object(@Nullable Object plain) {
        return (Map<String, @Nullable Object>) requireNonNull(plain);
    }

    /** Calls back for every value that has no parts: scalars, empty containers, and lists that are one unit. */
    static void leaves(
            ConfigNode node, ConfigPath path, ListIdentities identities, BiConsumer<ConfigPath, ConfigNode> action) {
        Optional<List<ConfigPath>> elements =
                node instanceof ConfigArray array ? elementPaths(array, path, identities) : Optional.empty();
        if (node instanceof ConfigObject object && !object.isEmpty()) {
            object.forEach((key, value) -> leaves(value, path.key(key), identities, action));
        } else if (node instanceof ConfigArray array && !array.isEmpty() && elements.isPresent()) {
            for (int i = 0; i < array.size(); i++) {
                leaves(array.element(i), elements.get().get(i), identities, action);
            }
        } else {
            action.accept(path, node);
        }
    }

    /** Returns the paths of the elements if each has an identity that may be shown. */
    static Optional<List<ConfigPath>> elementPaths(ConfigArray list, ConfigPath path, ListIdentities identities) {
        Optional<String> key = identities.keyOf(path);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        List<ConfigPath> paths = new ArrayList<>();
        Map<Object, Integer> occurrences = new HashMap<>();
        for (ConfigNode element : list.elements()) {
            ConfigNode identity = element instanceof ConfigObject object
                    ? object.find(key.get()).orElse(null)
                    : null;
            Object plain = identity == null ? null : plain(identity);
            if (identity == null
                    || plain == null
                    || plain instanceof Map
                    || plain instanceof List
                    || identity.hasSecrets()) {
                return Optional.empty();
            }
            int occurrence = occurrences.merge(plain, 1, Integer::sum) - 1;
            paths.add(path.then(PathSegment.Identity.of(key.get(), identity, occurrence)));
        }
        return Optional.of(paths);
    }
}
