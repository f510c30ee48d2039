// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.bind;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One key of a section, declared once for its reader, the schema and the reference page. <em>Immutable.</em>
 *
 * @param name the canonical name
 * @param earlier earlier names, which are read too
 * @param type what the value may be
 * @param missing what the reader takes where the key is absent, or of another kind; empty if there is no such value
 * @param description what it is for, in half a sentence; empty for a key that is accepted and not read
 */
public record ConfigKey(
        String name, List<String> earlier, ConfigType type, Optional<Object> missing, String description) {

    /** Copies the list; rejects a default that is not of the type. */
    public ConfigKey {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(description, "description");
        earlier = ImmutableList.copyOf(earlier);
        missing.ifPresent(value -> checkArgument(isOf(type, value), "[%s] is no default of [%s]", value, name));
    }

    private static boolean isOf(ConfigType type, Object value) {
        return ConfigType.alternatives(type)
                .anyMatch(one -> one instanceof ConfigType.IntegerRange range
                        ? value instanceof Long number && range.min() <= number && number <= range.max()
                        : one.equals(ConfigType.BOOLEAN) ? value instanceof Boolean : value instanceof String);
    }

    /** Returns a key that is read. */
    public static ConfigKey of(String name, ConfigType type, String description) {
        checkArgument(!description.isBlank(), "key [%s] has no description", name);
        return new ConfigKey(name, ImmutableList.of(), type, Optional.empty(), description);
    }

    /** Returns a key of a string. */
    public static ConfigKey string(String name, String description) {
        return of(name, ConfigType.STRING, description);
    }

    /** Returns a key of a list of strings. */
    public static ConfigKey strings(String name, String description) {
        return of(name, ConfigType.STRINGS, description);
    }

    /** Returns a key of a whole number that is not below this one. */
    public static ConfigKey integer(String name, long least, String description) {
        return of(name, new ConfigType.IntegerRange(least, Long.MAX_VALUE), description);
    }

    /** Returns a key of a number. */
    public static ConfigKey number(String name, String description) {
        return of(name, ConfigType.NUMBER, description);
    }

    /** Returns a key of a boolean. */
    public static ConfigKey bool(String name, String description) {
        return of(name, ConfigType.BOOLEAN, description);
    }

    /** Returns a key of an object with these keys. */
    public static ConfigKey section(String name, SectionKeys keys, String description) {
        return of(name, new ConfigType.Section(keys), description);
    }

    /** Returns a key of a list of objects with these keys. */
    public static ConfigKey sections(String name, SectionKeys keys, String description) {
        return of(name, new ConfigType.ListOf(new ConfigType.Section(keys)), description);
    }

    /** Returns a key of an object whose members, of any name, are objects with these keys. */
    public static ConfigKey map(String name, SectionKeys keys, String description) {
        return of(name, new ConfigType.MapOf(new ConfigType.Section(keys)), description);
    }

    /** Returns keys that are known and not read: other programs read them, or the host does. */
    public static List<ConfigKey> accepted(String... names) {
        return Stream.of(names).map(ConfigKey::accepted).collect(ImmutableList.toImmutableList());
    }

    /** Returns a key that is known and not read. */
    static ConfigKey accepted(String name) {
        return new ConfigKey(name, ImmutableList.of(), ConfigType.ANYTHING, Optional.empty(), "");
    }

    /** Returns whether a reader of this project asks for it. */
    public boolean isRead() {
        return !description.isEmpty();
    }

    /** Returns all names in all spellings, the canonical one first: {@code maxTokens}, {@code max_tokens}, {@code max-tokens}. */
    public Set<String> spellings() {
        return Stream.concat(Stream.of(name), earlier.stream())
                .flatMap(one -> KeySpelling.of(one).stream())
                .collect(ImmutableSet.toImmutableSet());
    }

    /** Returns this key with earlier names, which are read too. */
    public ConfigKey or(String... names) {
        return new ConfigKey(name, ImmutableList.copyOf(names), type, missing, description);
    }

    /** Returns this key of a whole number, which is taken where it is absent. */
    public ConfigKey orElse(long value) {
        return withMissing(value);
    }

    /** Returns this key of a string, which is taken where it is absent. */
    public ConfigKey orElse(String value) {
        return withMissing(value);
    }

    /** Returns this key of a boolean, which is true where it is absent. */
    public ConfigKey orTrue() {
        return withMissing(true);
    }

    /** Returns this key of a boolean, which is false where it is absent. */
    public ConfigKey orFalse() {
        return withMissing(false);
    }

    private ConfigKey withMissing(Object value) {
        return new ConfigKey(name, earlier, type, Optional.of(value), description);
    }
}
