// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.google.common.base.Throwables;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.RefusedValueException;
import dev.agentreload.core.config.Secret;
import dev.agentreload.core.internal.tree.LocatedNode;
import dev.agentreload.core.internal.tree.Navigation;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts what Jackson and a host's types refuse into our own words: their messages quote content. */
final class BindingMessages {

    private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(
            byte.class,
            Byte.class,
            short.class,
            Short.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            BigInteger.class);

    private BindingMessages() {}

    static ConfigProblem unknownKey(LocatedNode value, String key, Collection<String> known) {
        return value.problem(ConfigPath.root(), "unknown key [" + key + "]", ConfigProblem.didYouMean(key, known));
    }

    /** Returns the problem for what was thrown while a value was bound to a type. */
    static ConfigProblem refusal(Exception e, Class<?> type, LocatedNode value) {
        ConfigPath relative = e instanceof JsonMappingException mapping ? path(mapping) : ConfigPath.root();
        Optional<RefusedValueException> refused = Throwables.getCausalChain(e).stream()
                .flatMap(cause -> cause instanceof RefusedValueException found ? Stream.of(found) : Stream.empty())
                .findFirst();
        if (refused.isPresent()) {
            return value.problem(relative, refused.get().getMessage(), "");
        }
        ConfigNode found = Navigation.find(value.node(), relative);
        String message =
                found == null ? "missing value" : "found " + found.kind().description();
        return value.problem(relative, message, "expected " + expectation(e, type));
    }

    private static ConfigPath path(JsonMappingException e) {
        ConfigPath path = ConfigPath.root();
        for (JsonMappingException.Reference step : e.getPath()) {
            path = step.getFieldName() == null
                    ? path.index(Math.max(0, step.getIndex()))
                    : path.key(step.getFieldName());
        }
        return path;
    }

    private static String expectation(Exception e, Class<?> type) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof InputCoercionException coercion) {
            return "a whole number that " + coercion.getTargetType().getSimpleName() + " can hold";
        }
        Class<?> target = target(e, type);
        boolean isShapeWrong = e instanceof MismatchedInputException
                && !(e instanceof InvalidFormatException)
                && !target.isRecord(); // one that was left to Jackson, and may be made from anything
        return isShapeWrong || isScalar(target) ? describe(target) : accepted(target);
    }

    private static Class<?> target(Exception e, Class<?> type) {
        if (e instanceof ValueInstantiationException refused && refused.getType() != null) {
            return refused.getType().getRawClass();
        }
        Class<?> target = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        return target == null ? type : target;
    }

    private static String accepted(Class<?> target) {
        return "a value that " + target.getSimpleName() + " accepts";
    }

    private static boolean isScalar(Class<?> target) {
        return target.isEnum() || target.isPrimitive() || Number.class.isAssignableFrom(target) || isText(target);
    }

    private static boolean isText(Class<?> target) {
        return CharSequence.class.isAssignableFrom(target) || target == Secret.class;
    }

    /** Returns the words for what a type is bound from. */
    static String describe(Class<?> target) {
        if (target.isEnum()) {
            return "one of " + names(target);
        }
        if (target == boolean.class || target == Boolean.class) {
            return ConfigNode.Kind.BOOLEAN.description();
        }
        if (WHOLE_NUMBERS.contains(target)) {
            return "a whole number";
        }
        if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
            return ConfigNode.Kind.NUMBER.description();
        }
        if (Collection.class.isAssignableFrom(target) || target.isArray()) {
            return ConfigNode.Kind.ARRAY.description();
        }
        if (isText(target)) {
            return ConfigNode.Kind.STRING.description();
        }
        return target.isRecord() || Map.class.isAssignableFrom(target)
                ? ConfigNode.Kind.OBJECT.description()
                : accepted(target);
    }

    private static String names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
