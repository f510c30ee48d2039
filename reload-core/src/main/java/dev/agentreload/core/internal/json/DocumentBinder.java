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
import com.google.common.primitives.Primitives;
import dev.agentreload.core.config.BindResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.internal.tree.LocatedNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binds a value to a host's type with Jackson. One instance, and one mapper, serves one binding: a mapper keeps the classes
 * it has seen, and with them a host's class loader.
 */
public final class DocumentBinder<T> {

    private final Class<T> type;
    private final LocatedNode place;
    private final ProblemCollector problems = new ProblemCollector();
    private final UnknownKeys unknownKeys = new UnknownKeys(problems);
    private final ObjectMapper mapper = mapper(unknownKeys);

    private DocumentBinder(Class<T> type, LocatedNode place) {
        this.type = type;
        this.place = place;
    }

    /** Binds the value at a path of a document. */
    public static <T> BindResult<T> bind(ConfigDocument document, ConfigPath path, Class<T> type) {
        return document.find(path)
                .map(node -> new DocumentBinder<>(type, new LocatedNode(path, node)).bind())
                .orElseGet(() -> new BindResult.Refused<>(List.of(ConfigProblem.error(
                        path,
                        document.nearestPosition(path),
                        "no value",
                        "expected " + BindingMessages.describe(type)))));
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

    /** Tries the parts before the whole, each by itself, so that one that does not fit hides no other. */
    private BindResult<T> bind() {
        JavaType whole = mapper.constructType(type);
        if (place.node().kind() == ConfigNode.Kind.NULL) {
            problems.add(place.mismatch(BindingMessages.describe(type)));
        } else {
            new PartwiseBinding(mapper.getDeserializationConfig(), this::attempt, problems).check(whole, place);
        }
        T value = problems.hasErrors() ? null : Primitives.wrap(type).cast(attempt(whole, place));
        return value == null ? new BindResult.Refused<>(problems.inSourceOrder()) : new BindResult.Bound<>(value);
    }

    private @Nullable Object attempt(JavaType target, LocatedNode at) {
        unknownKeys.startAt(at);
        try {
            return mapper.treeToValue(JacksonNodes.of(at.node()), target);
        } catch (InvalidDefinitionException e) {
            JavaType unbuildable = e.getType() == null ? target : e.getType();
            throw new IllegalArgumentException(
                    "no way to build [" + unbuildable.toCanonical() + "], of which [" + type.getName() + "] consists");
        } catch (JsonProcessingException | RuntimeException e) {
            problems.add(BindingMessages.refusal(e, target.getRawClass(), at));
            return null;
        }
    }
}
