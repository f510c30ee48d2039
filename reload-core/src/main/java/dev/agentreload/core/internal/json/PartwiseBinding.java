// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.internal.tree.LocatedNode;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Goes through a value along the records, lists and maps of a type and tries each part by itself, since Jackson stops at
 * the first that does not fit.
 */
final class PartwiseBinding {

    private static final String JACKSON = "com.fasterxml.jackson.";

    /** What these say is seen in the names of a record's properties. */
    private static final Set<Class<? extends Annotation>> UNDERSTOOD = Set.of(JsonProperty.class, JsonAlias.class);

    private final DeserializationConfig config;
    private final BiConsumer<JavaType, LocatedNode> attempt;
    private final ProblemCollector problems;

    PartwiseBinding(
            DeserializationConfig config, BiConsumer<JavaType, LocatedNode> attempt, ProblemCollector problems) {
        this.config = config;
        this.attempt = attempt;
        this.problems = problems;
    }

    void check(JavaType type, LocatedNode place) {
        if (isPlainRecord(type)) {
            record(type, place);
        } else if (isList(type)) {
            list(type, place);
        } else if (type.isMapLikeType()) {
            map(type, place);
        } else {
            attempt.accept(type, place);
        }
    }

    /** A record with more than names for Jackson is left to Jackson. */
    private static boolean isPlainRecord(JavaType type) {
        Class<?> raw = type.getRawClass();
        return raw.isRecord()
                && Stream.of(List.of(raw), List.of(raw.getDeclaredConstructors()), List.of(raw.getDeclaredMethods()))
                        .flatMap(List::stream)
                        .flatMap(element -> Arrays.stream(element.getAnnotations()))
                        .allMatch(PartwiseBinding::isUnderstood)
                && Arrays.stream(raw.getDeclaredConstructors())
                        .flatMap(constructor -> Arrays.stream(constructor.getParameterAnnotations()))
                        .flatMap(Arrays::stream)
                        .allMatch(PartwiseBinding::isUnderstood);
    }

    private static boolean isUnderstood(Annotation annotation) {
        Class<? extends Annotation> type = annotation.annotationType();
        return UNDERSTOOD.contains(type) || !type.getName().startsWith(JACKSON);
    }

    /** A list of primitives is a part by itself: bytes, for one, are text. */
    private static boolean isList(JavaType type) {
        return type.isCollectionLikeType()
                || (type.isArrayType() && !type.getContentType().isPrimitive());
    }

    private void list(JavaType type, LocatedNode place) {
        if (!(place.node() instanceof ConfigArray array)) {
            problems.add(place.mismatch(ConfigNode.Kind.ARRAY.description()));
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            content(type, place.index(i, array.element(i)));
        }
    }

    private void map(JavaType type, LocatedNode place) {
        if (place.node() instanceof ConfigObject object) {
            object.forEach((key, value) -> content(type, place.key(key, value)));
        } else {
            problems.add(place.mismatch(ConfigNode.Kind.OBJECT.description()));
        }
    }

    private void content(JavaType type, LocatedNode place) {
        if (place.node().kind() != ConfigNode.Kind.NULL) {
            check(type.getContentType(), place);
        }
    }

    private void record(JavaType type, LocatedNode place) {
        if (!(place.node() instanceof ConfigObject object)) {
            problems.add(place.mismatch(ConfigNode.Kind.OBJECT.description()));
            return;
        }
        BeanDescription description = config.introspect(type);
        Set<String> known = new LinkedHashSet<>();
        for (BeanPropertyDefinition property : description.findProperties()) {
            List<String> names = Stream.concat(Stream.of(property.getName()), aliases(property))
                    .toList();
            known.addAll(names);
            component(property, names, object, place);
        }
        object.forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add(BindingMessages.unknownKey(place.key(key, value), key, known));
            }
        });
    }

    private static Stream<String> aliases(BeanPropertyDefinition property) {
        return property.findAliases().stream().map(PropertyName::getSimpleName);
    }

    private void component(
            BeanPropertyDefinition property, List<String> names, ConfigObject object, LocatedNode place) {
        String name = names.stream()
                .filter(key -> object.indexOf(key) >= 0)
                .findFirst()
                .orElse(property.getName());
        ConfigNode value = object.find(name).orElse(null);
        JavaType type = property.getPrimaryType();
        if (value != null && value.kind() != ConfigNode.Kind.NULL) {
            check(type, place.key(name, value));
        } else if (property.isRequired()) {
            String message = value == null ? "missing value" : "found null";
            problems.add(place.problem(
                    ConfigPath.of(name), message, "expected " + BindingMessages.describe(type.getRawClass())));
        }
    }
}
