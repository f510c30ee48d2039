// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.schema;

import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.plan.RuleTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes one JSON Schema. Each section is a definition that has its place for a name; of equal ones the first is kept. */
final class SchemaWriter {

    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final String ANY_PROPERTY = "additionalProperties";
    private static final String SECRET = "secret";

    private final RuleTable rules;
    private final Map<String, Map<String, Object>> definitions = new TreeMap<>();
    private final Map<Shape, String> names = new HashMap<>();

    /** What makes two sections equal. */
    private record Shape(Map<String, Object> properties, SectionKeys.Others others) {}

    SchemaWriter(RuleTable rules) {
        this.rules = rules;
    }

    Map<String, Object> write(SectionKeys root) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", DRAFT);
        Map<String, Object> properties = properties(root, Place.root());
        schema.putAll(object(properties, root, "#"));
        schema.put("type", "object");
        schema.put("$defs", definitions);
        return schema;
    }

    private Map<String, Object> properties(SectionKeys keys, Place place) {
        Map<String, Object> properties = new LinkedHashMap<>();
        keys.keys().forEach(key -> properties.put(key.name(), property(key, place.key(key.name()))));
        return properties;
    }

    private Map<String, Object> property(ConfigKey key, Place place) {
        Optional<Place.Effect> effect = place.effect(key.type(), rules);
        String description = key.isRead() ? key.description() : "accepted, not read here";
        Map<String, Object> property = new LinkedHashMap<>();
        property.put(
                "description",
                effect.map(change -> description + " [" + change.description() + "]")
                        .orElse(description));
        boolean secret = place.isSecret(key.type());
        property.putAll(secret && key.type().equals(ConfigType.STRING) ? secret() : nullable(key.type(), place));
        key.missing().ifPresent(value -> property.put("default", value));
        if (secret) {
            property.put("x-secret", true);
        }
        effect.ifPresent(change -> property.put("x-reload", change.toMap()));
        return property;
    }

    /** A secret is a string, or OpenClaw's object that says where it is kept; only of an object members are required. */
    private Map<String, Object> secret() {
        Map<String, Object> text = Map.of("type", "string");
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("type", List.of("string", "object", "null"));
        definition.put("required", List.of("source", "id"));
        definition.put(
                "properties",
                new TreeMap<>(Map.of(
                        "source", Map.of("enum", List.of("env", "file", "exec")), "provider", text, "id", text)));
        definition.put(ANY_PROPERTY, false);
        definitions.put(SECRET, definition);
        return reference(SECRET);
    }

    /** Null counts as absent. */
    private Map<String, Object> nullable(ConfigType type, Place place) {
        List<Map<String, Object>> schemas = ConfigType.alternatives(type)
                .map(one -> alternative(one, place))
                .collect(Collectors.toCollection(ArrayList::new));
        if (type instanceof ConfigType.Anything) {
            return Map.of();
        }
        if (schemas.size() == 1 && schemas.get(0).containsKey("$ref")) {
            return schemas.get(0); // a section may be null itself
        }
        if (schemas.size() == 1 && schemas.get(0).get("type") instanceof String only) {
            Map<String, Object> schema = new LinkedHashMap<>(schemas.get(0));
            schema.put("type", List.of(only, "null"));
            return schema;
        }
        return union(schemas);
    }

    private static Map<String, Object> union(List<Map<String, Object>> schemas) {
        if (schemas.stream().allMatch(schema -> schema.size() == 1 && schema.get("type") instanceof String)) {
            List<Object> types = schemas.stream()
                    .map(schema -> Objects.requireNonNull(schema.get("type")))
                    .collect(Collectors.toCollection(ArrayList::new));
            types.add("null");
            return Map.of("type", types);
        }
        List<Map<String, Object>> all = new ArrayList<>(schemas);
        all.add(Map.of("type", "null"));
        return Map.of("anyOf", all);
    }

    private Map<String, Object> alternative(ConfigType type, Place place) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (type instanceof ConfigType.Scalar scalar) {
            schema.put("type", scalar.kind().name().toLowerCase(Locale.ROOT));
        } else if (type instanceof ConfigType.IntegerRange range) {
            schema.put("type", "integer");
            schema.put("minimum", range.min());
            if (range.max() < Long.MAX_VALUE) {
                schema.put("maximum", range.max());
            }
        } else if (type instanceof ConfigType.Choice choice) {
            schema.put("anyOf", List.of(Map.of("enum", choice.values()), spelledOtherwise(choice.values())));
        } else if (type instanceof ConfigType.ListOf list) {
            schema.put("type", "array");
            schema.put("items", element(list.element(), place.element()));
        } else if (type instanceof ConfigType.MapOf map) {
            schema.put("type", "object");
            schema.put("patternProperties", comments());
            schema.put(ANY_PROPERTY, nullable(map.value(), place.member()));
        } else if (type instanceof ConfigType.Section section) {
            schema.putAll(reference(define(section.keys(), place)));
        }
        return schema;
    }

    /** An element of a list cannot be null. */
    private Map<String, Object> element(ConfigType type, Place place) {
        List<Map<String, Object>> schemas = ConfigType.alternatives(type)
                .map(one -> alternative(one, place))
                .toList();
        if (schemas.size() > 1) {
            return Map.of("anyOf", schemas);
        }
        Map<String, Object> schema = new LinkedHashMap<>(schemas.get(0));
        if (schema.containsKey("$ref")) {
            schema.put("type", "object");
        }
        return schema;
    }

    /** Readers take words in any letter case, and placeholders; an editor offers those of the enumeration beside it. */
    private static Map<String, Object> spelledOtherwise(List<String> words) {
        String anyCase = words.stream().map(SchemaWriter::anyCase).collect(Collectors.joining("|", "^(", ")$"));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("pattern", anyCase + "|\\$\\{");
        return schema;
    }

    private static String anyCase(String word) {
        return word.chars()
                .mapToObj(c -> Character.isLetter(c)
                        ? "[" + (char) c + Character.toUpperCase((char) c) + "]"
                        : Character.toString(c))
                .collect(Collectors.joining());
    }

    private String define(SectionKeys keys, Place place) {
        Map<String, Object> properties = properties(keys, place);
        String name = names.computeIfAbsent(new Shape(properties, keys.others()), unused -> place.toString());
        if (!definitions.containsKey(name)) {
            Map<String, Object> definition = new LinkedHashMap<>();
            definition.put("type", List.of("object", "null"));
            definition.putAll(object(properties, keys, "#/$defs/" + name));
            definitions.put(name, definition);
        }
        return name;
    }

    /** An editor offers the properties; what is spelled otherwise is valid too. */
    private static Map<String, Object> object(Map<String, Object> properties, SectionKeys keys, String pointer) {
        Map<String, Object> patterns = new LinkedHashMap<>(comments());
        for (ConfigKey key : keys.keys()) {
            String others = key.spellings().stream()
                    .filter(spelling -> !spelling.equals(key.name()))
                    .collect(Collectors.joining("|"));
            if (!others.isEmpty()) {
                patterns.put("^(" + others + ")$", Map.of("$ref", pointer + "/properties/" + key.name()));
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("properties", properties);
        object.put("patternProperties", patterns);
        object.put(ANY_PROPERTY, keys.others() == SectionKeys.Others.ALLOWED);
        return object;
    }

    private static Map<String, Object> comments() {
        return Map.of("^[$_]", true);
    }

    private static Map<String, Object> reference(String name) {
        return Map.of("$ref", "#/$defs/" + name);
    }
}
