package dev.agentreload.core.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Binds a value to a host's type with Jackson and puts what goes wrong into our own words. One instance, and one mapper,
 * serves one binding: a mapper keeps the classes it has seen, and with them a host's class loader.
 */
final class JacksonBinder<T> {

    private final Class<T> type;
    private final ConfigPath path;
    private final ConfigNode node;
    private final ProblemCollector problems = new ProblemCollector();

    JacksonBinder(Class<T> type, ConfigPath path, ConfigNode node) {
        this.type = type;
        this.path = path;
        this.node = node;
    }

    Binding<T> bind() {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addHandler(new UnknownKeys())
                .build();
        try {
            T value = mapper.treeToValue(tree(node), type);
            if (value == null) {
                problems.add(problem(path, "found null"));
            }
            return problems.hasErrors() || value == null
                    ? new Binding.Refused<>(problems.problems())
                    : new Binding.Bound<>(value);
        } catch (JsonMappingException e) {
            problems.add(mismatch(e));
        } catch (JsonProcessingException e) {
            problems.add(problem(path, "a value that does not fit"));
        }
        return new Binding.Refused<>(problems.problems());
    }

    private ConfigProblem mismatch(JsonMappingException e) {
        ConfigPath place = path;
        for (JsonMappingException.Reference step : e.getPath()) {
            place = step.getFieldName() == null
                    ? place.index(Math.max(0, step.getIndex()))
                    : place.key(step.getFieldName());
        }
        ConfigNode found = find(place);
        return problem(
                place, found == null ? "missing value" : "found " + found.kind().description(), expectation(e));
    }

    private @Nullable ConfigNode find(ConfigPath place) {
        return Navigation.find(node, ConfigPath.of(place.segments().subList(path.depth(), place.depth())));
    }

    private String expectation(JsonMappingException e) {
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return "expected " + describe(mismatch.getTargetType());
        }
        return "expected a value that " + type.getSimpleName() + " accepts";
    }

    private static String describe(Class<?> target) {
        if (target.isEnum()) {
            return "one of " + List.of(target.getEnumConstants()).toString().toLowerCase(Locale.ROOT);
        }
        if (target == boolean.class || target == Boolean.class) {
            return ConfigNode.Kind.BOOLEAN.description();
        }
        if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
            return ConfigNode.Kind.NUMBER.description();
        }
        if (Collection.class.isAssignableFrom(target) || target.isArray()) {
            return ConfigNode.Kind.ARRAY.description();
        }
        return target == String.class ? ConfigNode.Kind.STRING.description() : ConfigNode.Kind.OBJECT.description();
    }

    private ConfigProblem problem(ConfigPath place, String message) {
        return problem(place, message, "expected " + type.getSimpleName());
    }

    private ConfigProblem problem(ConfigPath place, String message, String hint) {
        ConfigNode nearest =
                Navigation.nearest(node, ConfigPath.of(place.segments().subList(path.depth(), place.depth())));
        return ConfigProblem.error(place, nearest.position(), message, hint);
    }

    private static JsonNode tree(ConfigNode node) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (node.kind()) {
            case OBJECT -> object((ConfigObject) node);
            case ARRAY -> array((ConfigArray) node);
            case STRING -> nodes.textNode(((ConfigString) node).value());
            case NUMBER -> number((ConfigNumber) node);
            case BOOLEAN -> nodes.booleanNode(((ConfigBoolean) node).value());
            case NULL -> nodes.nullNode();
        };
    }

    private static ObjectNode object(ConfigObject object) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        object.forEach((key, value) -> tree.set(key, tree(value)));
        return tree;
    }

    private static ArrayNode array(ConfigArray array) {
        ArrayNode tree = JsonNodeFactory.instance.arrayNode(array.size());
        array.elements().forEach(element -> tree.add(tree(element)));
        return tree;
    }

    private static JsonNode number(ConfigNumber number) {
        return number.asLong().isPresent()
                ? JsonNodeFactory.instance.numberNode(number.asLong().getAsLong())
                : JsonNodeFactory.instance.numberNode(number.value());
    }

    /** Collects unknown keys, all of them, instead of stopping at the first. */
    private final class UnknownKeys extends DeserializationProblemHandler {

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            Collection<Object> known = deserializer.getKnownPropertyNames();
            List<String> names = known == null
                    ? List.of()
                    : known.stream().map(String::valueOf).toList();
            problems.add(problem(
                    place(parser.getParsingContext()),
                    "unknown key [" + name + "]",
                    ConfigProblem.didYouMean(name, names)));
            parser.skipChildren();
            return true;
        }

        private ConfigPath place(JsonStreamContext context) {
            JsonStreamContext parent = context.getParent();
            ConfigPath above = parent == null ? path : place(parent);
            if (context.inObject() && context.getCurrentName() != null) {
                return above.key(context.getCurrentName());
            }
            return context.inArray() ? above.index(context.getCurrentIndex()) : above;
        }
    }
}
