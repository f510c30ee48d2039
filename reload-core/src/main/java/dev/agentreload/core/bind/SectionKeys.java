// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.bind;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a section. A {@link ConfigSection} that is read with them answers only for keys that are declared here, and as the type
 * that is declared; so what is generated from the same keys, a schema or a reference page, says what is read. <em>Immutable.</em>
 */
public final class SectionKeys {

    private static final SectionKeys NONE = new SectionKeys(ImmutableMap.of(), Others.UNKNOWN);

    /** What keys are that are not declared. */
    public enum Others {
        /** A mistake. */
        UNKNOWN,
        /** Read by other components. */
        ALLOWED
    }

    private final ImmutableMap<String, ConfigKey> keys;
    private final ImmutableMap<String, ConfigKey> byCamelCase;
    private final Others others;

    private SectionKeys(Map<String, ConfigKey> keys, Others others) {
        this.keys = ImmutableMap.copyOf(keys);
        this.others = requireNonNull(others, "others");
        Map<String, ConfigKey> all = new LinkedHashMap<>();
        keys.values().forEach(key -> {
            put(key.name(), key, all);
            key.earlier().forEach(name -> put(name, key, all));
        });
        this.byCamelCase = ImmutableMap.copyOf(all);
    }

    private static void put(String name, ConfigKey key, Map<String, ConfigKey> all) {
        ConfigKey other = all.put(KeySpelling.camelCase(name), key);
        checkArgument(other == null, "[%s] is a name of two keys", name);
    }

    /** Returns no keys; what is not declared is {@link Others#UNKNOWN}. */
    public static SectionKeys none() {
        return NONE;
    }

    /**
     * Returns these keys.
     *
     * @throws IllegalArgumentException if two have a name in common
     */
    public static SectionKeys of(ConfigKey... keys) {
        return NONE.with(List.of(keys));
    }

    /**
     * Returns these keys and more.
     *
     * @throws IllegalArgumentException if two have a name in common
     */
    public SectionKeys with(ConfigKey... more) {
        return with(List.of(more));
    }

    /**
     * Returns these keys and more.
     *
     * @throws IllegalArgumentException if two have a name in common
     */
    public SectionKeys with(Collection<ConfigKey> more) {
        Map<String, ConfigKey> all = new LinkedHashMap<>(keys);
        for (ConfigKey key : more) {
            checkArgument(all.put(key.name(), key) == null, "key [%s] is declared twice", key.name());
        }
        return new SectionKeys(all, others);
    }

    /** Returns these keys and those of this name that are not among them as {@linkplain ConfigKey#accepted accepted}. */
    public SectionKeys accepting(Collection<String> names) {
        return with(names.stream()
                .filter(name -> find(name).isEmpty())
                .distinct()
                .map(ConfigKey::accepted)
                .toList());
    }

    /** Returns these keys, where others are read by other components. */
    public SectionKeys allowingOthers() {
        return new SectionKeys(keys, Others.ALLOWED);
    }

    /**
     * Returns these keys and those of another reader of the same section. Where both have a key, sections are joined, and of a key
     * that one reads and the other accepts the one that is read counts. What one reports as unknown is unknown.
     *
     * @throws IllegalArgumentException if both read a key as different types
     */
    public SectionKeys and(SectionKeys other) {
        Map<String, ConfigKey> all = new LinkedHashMap<>(keys);
        other.keys.forEach((name, key) -> all.merge(name, key, SectionKeys::join));
        return new SectionKeys(
                all, others == Others.UNKNOWN || other.others == Others.UNKNOWN ? Others.UNKNOWN : Others.ALLOWED);
    }

    private static ConfigKey join(ConfigKey one, ConfigKey other) {
        if (one.type() instanceof ConfigType.Anything || other.type() instanceof ConfigType.Anything) {
            ConfigKey kept = one.type() instanceof ConfigType.Anything ? other : one;
            return kept.isRead() || !one.isRead() ? kept : one;
        }
        return new ConfigKey(
                one.name(),
                one.earlier(),
                join(one.name(), one.type(), other.type()),
                one.missing().or(other::missing),
                one.description());
    }

    private static ConfigType join(String name, ConfigType one, ConfigType other) {
        if (one instanceof ConfigType.Section mine && other instanceof ConfigType.Section theirs) {
            return new ConfigType.Section(mine.keys().and(theirs.keys()));
        }
        if (one instanceof ConfigType.ListOf mine && other instanceof ConfigType.ListOf theirs) {
            return new ConfigType.ListOf(join(name, mine.element(), theirs.element()));
        }
        if (one instanceof ConfigType.MapOf mine && other instanceof ConfigType.MapOf theirs) {
            return new ConfigType.MapOf(join(name, mine.value(), theirs.value()));
        }
        checkArgument(one.equals(other), "key [%s] is read as %s and as %s", name, one, other);
        return one;
    }

    /** Returns the keys, in the order in which they were declared. */
    public List<ConfigKey> keys() {
        return keys.values().asList();
    }

    /** Returns what keys are that are not declared. */
    public Others others() {
        return others;
    }

    /** Returns the key that has this name, in whatever spelling. */
    public Optional<ConfigKey> find(String name) {
        return Optional.ofNullable(byCamelCase.get(KeySpelling.camelCase(name)));
    }

    /**
     * Returns the key that has this name.
     *
     * @throws IllegalArgumentException if there is none: the reader asks for what it does not declare
     */
    ConfigKey require(String name) {
        ConfigKey key = byCamelCase.get(KeySpelling.camelCase(name));
        if (key == null) {
            throw new IllegalArgumentException("key [" + name + "] is not declared");
        }
        return key;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SectionKeys that && keys.equals(that.keys) && others == that.others;
    }

    @Override
    public int hashCode() {
        return keys.hashCode();
    }

    @Override
    public String toString() {
        return "SectionKeys" + keys.keySet();
    }
}
