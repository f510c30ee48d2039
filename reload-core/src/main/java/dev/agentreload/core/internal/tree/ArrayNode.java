// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list of values. <em>Immutable.</em> */
public final class ArrayNode extends ContainerNode implements ConfigArray {

    /** Below this size a scan over the elements is as fast as one over their gathered fingerprints. */
    private static final int GATHER_FROM = 32;

    private final ConfigNode[] elements;

    /** High and low halves of the fingerprints of containers in turn, so that two long lists compare sequentially. */
    private final long @Nullable [] fingerprints;

    /** The answer to the latest question, since it is asked again whenever this list is compared. A race costs a repeat. */
    private @Nullable Answer latestAnswer;

    private ArrayNode(String source, long position, Hasher hash, ConfigNode[] elements) {
        super(source, position, hash);
        this.elements = elements;
        this.fingerprints = elements.length < GATHER_FROM ? null : gather(elements);
    }

    private ArrayNode(ArrayNode list, long distance) {
        super(list, list.packedPosition() + distance);
        this.elements = moved(list.elements, distance);
        this.fingerprints = list.fingerprints;
    }

    /** Takes the array, which the caller must not touch again. */
    static ArrayNode of(String source, long position, Hasher hasher, ConfigNode[] elements) {
        return of(source, position, hasher, elements, HashInput.of(elements), 0);
    }

    /** Takes the array, and the words of its elements. */
    static ArrayNode of(
            String source, long position, Hasher hasher, ConfigNode[] elements, HashInput words, int first) {
        words.end(HashInput.Tag.ARRAY, elements.length);
        return new ArrayNode(source, position, hasher.hash(words, first), elements);
    }

    private static long @Nullable [] gather(ConfigNode[] elements) {
        long[] gathered = new long[elements.length * 2];
        for (int i = 0; i < elements.length; i++) {
            if (!(elements[i] instanceof ContainerNode element)) {
                return null; // a list of strings is compared by them
            }
            gathered[2 * i] = element.high;
            gathered[2 * i + 1] = element.low;
        }
        return gathered;
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public boolean isEmpty() {
        return elements.length == 0;
    }

    @Override
    public ConfigNode element(int index) {
        return elements[index];
    }

    @Override
    public List<ConfigNode> elements() {
        return Collections.unmodifiableList(Arrays.asList(elements));
    }

    @Override
    public boolean hasSecrets() {
        return Arrays.stream(elements).anyMatch(ConfigNode::hasSecrets);
    }

    @Override
    ConfigNode[] children() {
        return elements;
    }

    @Override
    ArrayNode withChildren(ConfigNode[] children) {
        return of(source(), packedPosition(), new Hasher(), children);
    }

    @Override
    boolean hasContentOf(AbstractNode other, long distance) {
        return other instanceof ArrayNode list && equals(list) && areMoved(elements, list.elements, distance);
    }

    @Override
    ArrayNode moved(long distance) {
        return distance == 0 ? this : new ArrayNode(this, distance);
    }

    /**
     * Returns the first index from {@code start} on at which the two lists differ, where a list that ends differs from
     * one that goes on; -1 if there is none.
     */
    public int firstDifference(ArrayNode other, int start) {
        int shared = Math.min(elements.length, other.elements.length);
        int index = fingerprints == null || other.fingerprints == null
                ? scan(other, start, shared)
                : compare(fingerprints, other.fingerprints, start, shared);
        return index == shared && elements.length == other.elements.length ? -1 : index;
    }

    /** Returns how many elements at the end are equal in both lists, of at most this many that are looked at. */
    public int equalAtEnd(ArrayNode other, int most) {
        int count = 0;
        while (count < most && isEqualFromEnd(other, count + 1)) {
            count++;
        }
        return count;
    }

    private boolean isEqualFromEnd(ArrayNode other, int distance) {
        int left = elements.length - distance;
        int right = other.elements.length - distance;
        if (fingerprints == null || other.fingerprints == null) {
            return elements[left].equals(other.elements[right]);
        }
        return fingerprints[2 * left] == other.fingerprints[2 * right]
                && fingerprints[2 * left + 1] == other.fingerprints[2 * right + 1];
    }

    /** Returns whether the value of this key identifies the elements. Takes a pass over the list when first asked. */
    public Identification identification(String key) {
        Answer latest = latestAnswer;
        if (latest == null || !latest.key().equals(key)) {
            latest = new Answer(key, identify(key));
            latestAnswer = latest;
        }
        return latest.identification();
    }

    private Identification identify(String key) {
        Set<ConfigNode> seen = new HashSet<>();
        boolean distinct = true;
        for (ConfigNode element : elements) {
            ConfigNode identity = ElementIdentities.valueOf(element, key);
            if (identity == null) {
                return Identification.NONE;
            }
            distinct &= seen.add(identity);
        }
        return distinct ? Identification.DISTINCT : Identification.REPEATED;
    }

    /** How the value of a key identifies the elements of a list. */
    public enum Identification {
        /**
         * Not at all: an element is no object, lacks a string, number or boolean under the key, or has a secret there,
         * which its path would show.
         */
        NONE,
        /** Each has an identity, and some share one. */
        REPEATED,
        /** Each has an identity of its own. */
        DISTINCT
    }

    private record Answer(String key, Identification identification) {}

    private int scan(ArrayNode other, int start, int end) {
        int index = start;
        while (index < end && elements[index].equals(other.elements[index])) {
            index++;
        }
        return index;
    }

    private static int compare(long[] left, long[] right, int start, int end) {
        int mismatch = Arrays.mismatch(left, 2 * start, 2 * end, right, 2 * start, 2 * end);
        return mismatch < 0 ? end : start + mismatch / 2;
    }
}
