// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A public method or constructor with one of its arguments wrong: null, or a time or number below zero. */
public record WrongArgument(
        Executable executable, int index, @Nullable Object wrong) {

    /** Returns the public methods and constructors of a type that have arguments of their own. */
    public static Stream<Executable> executables(Class<?> type) {
        return Stream.concat(Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
                .filter(executable -> Modifier.isPublic(executable.getModifiers()) && !executable.isSynthetic())
                .filter(executable -> !executable.getName().equals("equals"));
    }

    /** Returns every wrong argument of a method or constructor. */
    public static Stream<WrongArgument> of(Executable executable) {
        List<WrongArgument> wrong = new ArrayList<>();
        for (int i = 0; i < executable.getParameterCount(); i++) {
            Parameter parameter = executable.getParameters()[i];
            if (!parameter.getType().isPrimitive()
                    && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                wrong.add(new WrongArgument(executable, i, null));
            }
            boolean isRecord = executable.getDeclaringClass().isRecord();
            if (parameter.getType().equals(Duration.class) && !isRecord) {
                wrong.add(new WrongArgument(executable, i, Duration.ofNanos(-1)));
            }
            if (parameter.getType().equals(int.class) && !isRecord) {
                wrong.add(new WrongArgument(executable, i, -1));
            }
        }
        return wrong.stream();
    }

    /** Calls it and returns what it throws; the receiver and the other arguments are samples of their types. */
    public @Nullable Throwable thrown(Map<Class<?>, Object> samples) throws ReflectiveOperationException {
        @Nullable Object[] arguments = new @Nullable Object[executable.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = sample(samples, executable.getParameterTypes()[i]);
        }
        arguments[index] = wrong;
        try {
            invoke(samples, arguments);
            return null;
        } catch (InvocationTargetException failure) {
            return failure.getCause();
        }
    }

    private void invoke(Map<Class<?>, Object> samples, @Nullable Object[] arguments)
            throws ReflectiveOperationException {
        executable.setAccessible(true);
        if (executable instanceof Method method) {
            boolean isStatic = Modifier.isStatic(method.getModifiers());
            method.invoke(isStatic ? null : sample(samples, method.getDeclaringClass()), arguments);
        } else {
            ((Constructor<?>) executable).newInstance(arguments);
        }
    }

    private static Object sample(Map<Class<?>, Object> samples, Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return requireNonNull(samples.get(type), () -> "add a sample of " + type);
    }

    @Override
    public String toString() {
        return executable.getDeclaringClass().getSimpleName() + "." + executable.getName() + " with "
                + executable.getParameters()[index] + " = " + wrong;
    }
}
