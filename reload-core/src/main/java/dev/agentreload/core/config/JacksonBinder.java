package dev.agentreload.core.config;

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
import com.google.common.primitives.Primitives;
import org.jspecify.annotations.Nullable;

/**
 * Binds a value to a host's type with Jackson. One instance, and one mapper, serves one binding: a mapper keeps the classes
 * it has seen, and with them a host's class loader.
 */
final class JacksonBinder<T> {

    private final Class<T> type;
    private final PlacedNode place;
    private final ProblemCollector problems = new ProblemCollector();
    private final JacksonUnknownKeys unknownKeys = new JacksonUnknownKeys(problems);
    private final ObjectMapper mapper = mapper(unknownKeys);

    JacksonBinder(Class<T> type, PlacedNode place) {
        this.type = type;
        this.place = place;
    }

    private static ObjectMapper mapper(JacksonUnknownKeys unknownKeys) {
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
                        AnnotationIntrospector.pair(new JacksonNullness(), new JacksonAnnotationIntrospector()))
                .addHandler(unknownKeys)
                .build();
    }

    /** Tries the parts before the whole, each by itself, so that one that does not fit hides no other. */
    Binding<T> bind() {
        JavaType whole = mapper.constructType(type);
        if (place.node().kind() == ConfigNode.Kind.NULL) {
            problems.add(place.mismatch(JacksonWords.describe(type)));
        } else {
            new JacksonParts(mapper.getDeserializationConfig(), this::attempt, problems).check(whole, place);
        }
        T value = problems.hasErrors() ? null : Primitives.wrap(type).cast(attempt(whole, place));
        return value == null ? new Binding.Refused<>(problems.inSourceOrder()) : new Binding.Bound<>(value);
    }

    private @Nullable Object attempt(JavaType target, PlacedNode at) {
        unknownKeys.startAt(at);
        try {
            return mapper.treeToValue(JacksonTrees.of(at.node()), target);
        } catch (InvalidDefinitionException e) {
            JavaType unbuildable = e.getType() == null ? target : e.getType();
            throw new IllegalArgumentException(
                    "no way to build [" + unbuildable.toCanonical() + "], of which [" + type.getName() + "] consists");
        } catch (JsonProcessingException | RuntimeException e) {
            problems.add(JacksonWords.refusal(e, target.getRawClass(), at));
            return null;
        }
    }
}
