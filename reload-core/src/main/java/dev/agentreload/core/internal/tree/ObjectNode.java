// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An object: members by key, kept in file order. <em>Immutable.</em> */
public final class ObjectNode extends ContainerNode implements ConfigObject {

    private final ObjectShape keys;
    private final ConfigNode[] values;

    private ObjectNode(String source, long position, Hasher hash, ObjectShape keys, ConfigNode[] values) {
        super(source, position, hash);
        this.keys = keys;
        this.values = values;
    }

    private ObjectNode(ObjectNode object, long distance) {
        super(object, object.packedPosition() + distance);
        this.keys = object.keys;
        this.values = moved(object.values, distance);
    }

    /** Takes the array, which the caller must not touch again. */
    static ObjectNode of(String source, long position, Hasher hasher, ObjectShape keys, ConfigNode[] values) {
        return of(source, position, hasher, keys, values, HashInput.of(values), 0);
    }

    /** Takes the array, and the words of its values. */
    static ObjectNode of(
            String source,
            long position,
            Hasher hasher,
            ObjectShape keys,
            ConfigNode[] values,
            HashInput words,
            int first) {
        return new ObjectNode(source, position, hasher.hash(keys, words, first), keys, values);
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public boolean isEmpty() {
        return values.length == 0;
    }

    @Override
    public List<String> keys() {
        return keys.asList();
    }

    @Override
    public List<ConfigNode> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    @Override
    public String key(int index) {
        return keys.name(index);
    }

    @Override
    public ConfigNode value(int index) {
        return values[index];
    }

    @Override
    public int indexOf(String key) {
        return keys.indexOf(requireNonNull(key, "key"));
    }

    @Override
    public Optional<ConfigNode> find(String key) {
        return Optional.ofNullable(valueOrNull(key));
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super ConfigNode> action) {
        for (int i = 0; i < values.length; i++) {
            action.accept(keys.name(i), values[i]);
        }
    }

    @Override
    public boolean hasSecrets() {
        return Arrays.stream(values).anyMatch(ConfigNode::hasSecrets);
    }

    /**
     * Calls back for every key of this or the other object, in this one's file order and then, for keys that only the
     * other has, in the other's. Members that are equal are left out.
     */
    public void forEachDifference(ObjectNode other, DifferenceVisitor visitor) {
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

    @Override
    ConfigNode[] children() {
        return values;
    }

    @Override
    ObjectNode withChildren(ConfigNode[] children) {
        return of(source(), packedPosition(), new Hasher(), keys, children);
    }

    @Override
    boolean hasContentOf(AbstractNode other, long distance) {
        return other instanceof ObjectNode object
                && equals(object)
                && (keys == object.keys || keys.asList().equals(object.keys.asList()))
                && areMoved(values, object.values, distance);
    }

    @Override
    ObjectNode moved(long distance) {
        return distance == 0 ? this : new ObjectNode(this, distance);
    }

    /** Returns the keys with their hash, to be shared by an object that has the same ones. */
    public ObjectShape sharedKeys() {
        return keys;
    }

    /** Returns whether the other object is known to have the same keys in the same order. */
    boolean sharesKeysWith(ObjectNode other) {
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
