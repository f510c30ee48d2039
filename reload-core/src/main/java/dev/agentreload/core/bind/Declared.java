// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.bind;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.agentreload.core.config.ConfigNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is declared about the members of an object: keys of their own, one type for all, or nothing.
 *
 * @param type the type of the object
 */
record Declared(ConfigType type) {

    static final Declared NOTHING = new Declared(ConfigType.ANYTHING);
    static final String WHOLE = "a whole number";

    /** Returns what is declared about the members of an object that is of this type. */
    static Declared of(ConfigType value) {
        return ConfigType.alternatives(value)
                .filter(one -> ConfigType.admits(one, ConfigNode.Kind.OBJECT))
                .findFirst()
                .map(Declared::new)
                .orElse(NOTHING);
    }

    /** Returns the type of a member; refuses a key that is not among those that are declared. */
    ConfigType typeOf(String key) {
        if (type instanceof ConfigType.Section section) {
            return section.keys().require(key).type();
        }
        return type instanceof ConfigType.MapOf map ? map.value() : ConfigType.ANYTHING;
    }

    private static void require(ConfigNode.Kind kind, String key, ConfigType expected) {
        checkArgument(ConfigType.admits(expected, kind), "key [%s] is declared as %s", key, expected);
    }

    /** Returns what is taken where a member is absent. */
    Optional<Object> missing(String key) {
        return type instanceof ConfigType.Section section
                ? section.keys().require(key).missing()
                : Optional.empty();
    }

    boolean has(String key) {
        return type instanceof ConfigType.MapOf || find(key).isPresent();
    }

    /** Returns the canonical name of a key, or the key as it is. */
    String nameOf(String key) {
        return find(key).map(ConfigKey::name).orElse(key);
    }

    private Optional<ConfigKey> find(String key) {
        return type instanceof ConfigType.Section section ? section.keys().find(key) : Optional.empty();
    }

    /** Returns all names of a key; those that the caller gives if no keys are declared. */
    List<String> namesOf(String key, String... earlier) {
        return type instanceof ConfigType.Section section
                ? names(section.keys().require(key))
                : Lists.asList(key, earlier);
    }

    /** Does the same for a member that is read as this kind; refuses one that is not declared as such. */
    List<String> namesOf(ConfigNode.Kind kind, String key, String... earlier) {
        if (type instanceof ConfigType.Section section) {
            ConfigKey found = section.keys().require(key);
            require(kind, key, found.type());
            return names(found);
        }
        require(kind, key, typeOf(key));
        return Lists.asList(key, earlier);
    }

    /** Returns all names of all keys. */
    Stream<String> names() {
        return type instanceof ConfigType.Section section
                ? section.keys().keys().stream().flatMap(key -> names(key).stream())
                : Stream.empty();
    }

    private static List<String> names(ConfigKey key) {
        return key.earlier().isEmpty()
                ? ImmutableList.of(key.name())
                : ImmutableList.<String>builder()
                        .add(key.name())
                        .addAll(key.earlier())
                        .build();
    }

    /** Returns the type of the elements of a value that is a list. */
    static ConfigType elementOf(ConfigType value) {
        return ConfigType.alternatives(value)
                .flatMap(one -> one instanceof ConfigType.ListOf list ? Stream.of(list.element()) : Stream.empty())
                .findFirst()
                .orElse(ConfigType.ANYTHING);
    }

    /** Returns what messages expect of a value of this type. */
    static String expectation(ConfigType value) {
        return ConfigType.alternatives(value).map(Declared::kind).distinct().collect(Collectors.joining(" or "));
    }

    private static String kind(ConfigType type) {
        return type instanceof ConfigType.IntegerRange
                ? WHOLE
                : Stream.of(ConfigNode.Kind.values())
                        .filter(kind -> ConfigType.admits(type, kind))
                        .findFirst()
                        .orElseThrow()
                        .description();
    }
}
