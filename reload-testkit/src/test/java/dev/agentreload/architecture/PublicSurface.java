// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.BRIDGE;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a host can see of a class. */
final class PublicSurface {
    private PublicSurface() {}

    /** Matches the types that a host can name. */
    static DescribedPredicate<JavaClass> visibleIn(ProjectLayout layout) {
        return describe("are public", type -> layout.owns(type) && isVisible(type));
    }

    static boolean isVisible(JavaClass type) {
        return !ProjectLayout.isInternal(type)
                && isAccessible(type.getModifiers())
                && type.getEnclosingClass().map(PublicSurface::isVisible).orElse(true);
    }

    static Stream<JavaMember> members(JavaClass type) {
        return type.getMembers().stream().filter(PublicSurface::isDeclaredForHosts);
    }

    static Stream<JavaMethod> methods(JavaClass type) {
        return type.getMethods().stream().filter(PublicSurface::isDeclaredForHosts);
    }

    /** Returns the methods and constructors whose parameters were the author's choice. */
    static Stream<JavaCodeUnit> designedCodeUnits(JavaClass type) {
        return type.getCodeUnits().stream()
                .filter(PublicSurface::isDeclaredForHosts)
                .filter(unit -> !isCanonicalConstructor(unit))
                .filter(unit -> !(unit instanceof JavaMethod method && overridesForeign(method)));
    }

    /** Says whether a method has its name and parameters from a type that is not ours. */
    static boolean overridesForeign(JavaMethod method) {
        JavaClass owner = method.getOwner();
        return Stream.concat(owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                .filter(parent -> !parent.getPackageName().startsWith("dev.agentreload."))
                .flatMap(parent -> parent.getMethods().stream())
                .anyMatch(other -> other.getName().equals(method.getName())
                        && other.getRawParameterTypes().size()
                                == method.getRawParameterTypes().size());
    }

    static boolean isRecordAccessor(JavaMethod method) {
        return method.getOwner().isRecord()
                && method.getRawParameterTypes().isEmpty()
                && components(method.getOwner())
                        .anyMatch(component -> component.getName().equals(method.getName()));
    }

    /** Returns every type that the declaration of a class or of a visible member mentions, generics and annotations too. */
    static Stream<Mention> signature(JavaClass type) {
        return Stream.concat(
                mentions(type.getName(), typeHeader(type)),
                members(type).flatMap(member -> mentions(member.getFullName(), memberHeader(member))));
    }

    /** Returns the types that the visible members of a class mention, without its own supertypes. */
    static Stream<Mention> memberSignature(JavaClass type) {
        return members(type).flatMap(member -> mentions(member.getFullName(), memberHeader(member)));
    }

    /** A type in the signature of a class or member. */
    record Mention(String where, JavaClass type) {
        @Override
        public String toString() {
            return where + " mentions " + type.getName();
        }
    }

    private static Stream<Mention> mentions(String where, Stream<JavaClass> types) {
        return types.map(JavaClass::getBaseComponentType).distinct().map(type -> new Mention(where, type));
    }

    private static Stream<JavaClass> typeHeader(JavaClass type) {
        return Stream.of(
                        type.getSuperclass().stream().flatMap(PublicSurface::involved),
                        type.getInterfaces().stream().flatMap(PublicSurface::involved),
                        bounds(type.getTypeParameters()),
                        annotations(type))
                .flatMap(types -> types);
    }

    private static Stream<JavaClass> memberHeader(JavaMember member) {
        Stream<JavaClass> types =
                member instanceof JavaCodeUnit unit ? codeUnitHeader(unit) : involved(((JavaField) member).getType());
        return Stream.concat(types, annotations(member));
    }

    private static Stream<JavaClass> codeUnitHeader(JavaCodeUnit unit) {
        return Stream.of(
                        involved(unit.getReturnType()),
                        unit.getParameterTypes().stream().flatMap(PublicSurface::involved),
                        unit.getExceptionTypes().stream(),
                        bounds(unit.getTypeParameters()))
                .flatMap(types -> types);
    }

    private static Stream<JavaClass> bounds(List<? extends JavaTypeVariable<?>> parameters) {
        return parameters.stream()
                .flatMap(parameter -> parameter.getUpperBounds().stream())
                .flatMap(PublicSurface::involved);
    }

    private static Stream<JavaClass> annotations(HasAnnotations<?> annotated) {
        return annotated.getAnnotations().stream().map(annotation -> annotation.getRawType());
    }

    private static Stream<JavaClass> involved(JavaType type) {
        return type.getAllInvolvedRawTypes().stream();
    }

    private static boolean isDeclaredForHosts(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return isAccessible(modifiers) && !modifiers.contains(SYNTHETIC) && !modifiers.contains(BRIDGE);
    }

    private static boolean isAccessible(Set<JavaModifier> modifiers) {
        return modifiers.contains(PUBLIC) || modifiers.contains(PROTECTED);
    }

    private static boolean isCanonicalConstructor(JavaCodeUnit unit) {
        return unit instanceof JavaConstructor
                && unit.getOwner().isRecord()
                && components(unit.getOwner())
                        .map(component -> component.getType().getName())
                        .toList()
                        .equals(unit.getRawParameterTypes().stream()
                                .map(JavaClass::getName)
                                .toList());
    }

    private static Stream<RecordComponent> components(JavaClass type) {
        return Arrays.stream(type.reflect().getRecordComponents());
    }
}
