// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes Jackson require a value for each component of a record that is not marked {@code @Nullable}, of any package. */
final class NullnessIntrospector extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
        return isComponent(member) ? !isNullable((AnnotatedParameter) member) : null;
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
        return isComponent(annotated) && !isNullable((AnnotatedParameter) annotated)
                ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
                : JsonSetter.Value.empty();
    }

    private static boolean isComponent(Annotated annotated) {
        return annotated instanceof AnnotatedParameter parameter
                && parameter.getDeclaringClass().isRecord();
    }

    private static boolean isNullable(AnnotatedParameter annotated) {
        Parameter parameter = ((Executable) annotated.getOwner().getMember()).getParameters()[annotated.getIndex()];
        return Stream.concat(
                        Arrays.stream(parameter.getAnnotations()),
                        Arrays.stream(parameter.getAnnotatedType().getAnnotations()))
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }
}
