package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An object: members by key, kept in file order. <em>Immutable.</em> */
public final class ConfigObject extends AbstractContainer implements ConfigNode {

    private final Keys keys;
    private final ConfigNode[] values;

    private ConfigObject(NodeOrigin origin, long position, Hasher hash, Keys keys, ConfigNode[] values) {
        super(origin, position, hash);
        this.keys = keys;
        this.values = values;
    }

    /** Takes over the array, which the caller must not touch again. */
    static ConfigObject of(NodeOrigin origin, long position, Hasher hasher, Keys keys, ConfigNode[] values) {
        return of(origin, position, hasher, keys, values, Words.of(values), 0);
    }

    /** Takes over the array, and the words of its values. */
    static ConfigObject of(
            NodeOrigin origin, long position, Hasher hasher, Keys keys, ConfigNode[] values, Words words, int first) {
        return new ConfigObject(origin, position, hasher.hash(keys, words, first), keys, values);
    }

    @Override
    public Kind kind() {
        return Kind.OBJECT;
    }

    /** Returns how many members there are. */
    public int size() {
        return values.length;
    }

    /** Returns whether there are no members. */
    public boolean isEmpty() {
        return values.length == 0;
    }

    /** Returns the keys in file order. */
    public List<String> keys() {
        return keys.asList();
    }

    /** Returns the values in file order. */
    public List<ConfigNode> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    /** Returns the key at this place in file order. */
    public String key(int index) {
        return keys.name(index);
    }

    /** Returns the value at this place in file order. */
    public ConfigNode value(int index) {
        return values[index];
    }

    /** Returns the place of this key in file order, or -1 if there is none. */
    public int indexOf(String key) {
        return keys.indexOf(requireNonNull(key, "key"));
    }

    /** Returns the value of this key; empty when it is absent, present when it is an explicit null. */
    public Optional<ConfigNode> find(String key) {
        return Optional.ofNullable(valueOrNull(key));
    }

    /** Calls back for every member in file order. */
    public void forEach(BiConsumer<? super String, ? super ConfigNode> action) {
        for (int i = 0; i < values.length; i++) {
            action.accept(keys.name(i), values[i]);
        }
    }

    /**
     * Calls back for every key of this or the other object, in this one's file order and then, for keys that only the
     * other has, in the other's. Members that are equal are left out.
     */
    public void forEachDifference(ConfigObject other, DifferenceVisitor visitor) {
        boolean sameKeys = sharesKeysWith(other);
        for (int i = 0; i < values.length; i++) {
            int j = sameKeys ? i : other.keys.indexOf(keys.name(i));
            ConfigNode counterpart = j < 0 ? null : other.values[j];
            if (!values[i].equals(counterpart)) {
                visitor.visit(keys.name(i), values[i], counterpart, j);
            }
        }
        for (int j = 0; !sameKeys && j < other.values.length; j++) {
            if (keys.indexOf(other.keys.name(j)) < 0) {
                visitor.visit(other.keys.name(j), null, other.values[j], j);
            }
        }
    }

    /** Returns the keys with their hash, to be shared by an object that has the same ones. */
    Keys sharedKeys() {
        return keys;
    }

    /** Returns whether the other object is known to have the same keys in the same order. */
    boolean sharesKeysWith(ConfigObject other) {
        return keys == other.keys;
    }

    /** Returns the index of the key that comes at this place when keys are sorted. */
    int sorted(int rank) {
        return keys.sorted(rank);
    }

    @Nullable
    ConfigNode valueOrNull(String key) {
        int index = indexOf(key);
        return index < 0 ? null : values[index];
    }

    /** Receives the members in which two objects differ. */
    @FunctionalInterface
    public interface DifferenceVisitor {

        /**
         * Receives one differing member.
         *
         * @param key the key
         * @param value this object's value, or null when only the other has the key
         * @param other the other object's value, or null when only this one has the key
         * @param otherIndex the key's place in the other object's file order, or -1
         */
        void visit(String key, @Nullable ConfigNode value, @Nullable ConfigNode other, int otherIndex);
    }
}
