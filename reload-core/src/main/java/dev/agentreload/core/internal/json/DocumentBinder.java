// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.google.common.base.Throwables;
import com.google.common.reflect.TypeToken;
import dev.agentreload.core.config.BoundType;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.internal.tree.LocatedNode;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds a value to a host's type with Jackson. One instance, and one mapper, serves one binding: a mapper keeps the classes
 * it has seen, and with them a host's class loader.
 */
public final class DocumentBinder {

    private final LocatedNode place;
    private final ProblemCollector problems = new ProblemCollector();
    private final UnknownKeys unknownKeys = new UnknownKeys(problems);
    private final ObjectMapper mapper = mapper(unknownKeys);
    private final JavaType whole;

    private DocumentBinder(Type type, LocatedNode place) {
        this.place = place;
        this.whole = mapper.constructType(type);
    }

    /** Binds the value at a path of a document. */
    public static <T> Parsed<T> bind(ConfigDocument document, ConfigPath path, BoundType<T> type) {
        Optional<ConfigNode> node = document.find(path);
        if (type.isOptional()
                && node.filter(found -> found.kind() != ConfigNode.Kind.NULL).isEmpty()) {
            return new Parsed.Success<>(cast(type, Optional.empty()), List.of());
        }
        if (node.isEmpty()) {
            return new Parsed.Refused<>(List.of(ConfigProblem.error(
                    path,
                    document.nearestPosition(path),
                    "no value",
                    "expected "
                            + BindingMessages.describe(TypeToken.of(type.type()).getRawType()))));
        }
        DocumentBinder binder = new DocumentBinder(type.type(), new LocatedNode(path, node.get()));
        return binder.bind()
                .map(value -> type.isOptional() ? Optional.of(value) : value)
                .<Parsed<T>>map(value -> new Parsed.Success<>(cast(type, value), List.of()))
                .orElseGet(() -> new Parsed.Refused<>(binder.problems.inSourceOrder()));
    }

    @SuppressWarnings({"unchecked", "unused"}) // Jackson built it from the type
    private static <T> T cast(BoundType<T> type, Object value) {
        return (T) value;
    }

    private static ObjectMapper mapper(UnknownKeys unknownKeys) {
        return JsonMapper.builder()
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .annotationIntrospector(
                        AnnotationIntrospector.pair(new NullnessIntrospector(), new JacksonAnnotationIntrospector()))
                .addHandler(unknownKeys)
                .build();
    }

    /** Tries the components before the whole, each by itself, so that one that does not fit hides no other. */
    private Optional<Object> bind() {
        if (place.node().kind() == ConfigNode.Kind.NULL) {
            problems.add(place.mismatch(BindingMessages.describe(whole.getRawClass())));
        } else {
            reportUnresolved(place);
            new PartwiseBinding(mapper.getDeserializationConfig(), this::attempt, problems).check(whole, place);
        }
        return problems.hasErrors() ? Optional.empty() : Optional.ofNullable(attempt(whole, place));
    }

    /** First, since nothing else is reported of such a value. */
    private void reportUnresolved(LocatedNode at) {
        if (at.node() instanceof ConfigString string) {
            problems.reportUnresolved(string, at.path());
        } else if (at.node() instanceof ConfigArray array) {
            for (int i = 0; i < array.size(); i++) {
                reportUnresolved(at.index(i, array.element(i)));
            }
        } else if (at.node() instanceof ConfigObject object) {
            object.forEach((key, value) -> reportUnresolved(at.key(key, value)));
        }
    }

    private @Nullable Object attempt(JavaType target, LocatedNode at) {
        unknownKeys.startAt(at);
        try {
            return mapper.treeToValue(JacksonNodes.of(at.node()), target);
        } catch (InvalidDefinitionException e) {
            throw unbuildable(e.getType() == null ? target : e.getType(), e);
        } catch (JsonProcessingException | RuntimeException e) {
            if (isInaccessible(e)) {
                throw unbuildable(target, e);
            }
            problems.add(BindingMessages.refusal(e, target.getRawClass(), at));
            return null;
        }
    }

    private static boolean isInaccessible(Exception e) {
        return Throwables.getCausalChain(e).stream().anyMatch(InaccessibleObjectException.class::isInstance);
    }

    private IllegalArgumentException unbuildable(JavaType type, Exception e) {
        Class<?> raw = type.getRawClass();
        Module jackson = ObjectMapper.class.getModule();
        String opening = "; add [opens " + raw.getPackageName() + (jackson.isNamed() ? " to " + jackson.getName() : "")
                + ";] to the module-info.java of [" + raw.getModule().getName() + "]";
        return new IllegalArgumentException("no way to build [" + type.toCanonical() + "], of which ["
                + whole.toCanonical() + "] consists" + (isInaccessible(e) ? opening : ""));
    }
}
