// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigNode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The content of values, one after the other, as words for a {@link Hasher}: of a scalar all of it, of a container its
 * fingerprint. Equal values give the same words, however they were written.
 *
 * <p>The last word of each value has a mark in its highest byte, which holds the kind of the value and is never zero. What
 * comes before it is for each kind either a known number of words or words with no mark, so that a sequence of words, read
 * from its end, has one meaning: no two different sequences of values give the same words. <em>Not safe for use by multiple
 * threads.</em>
 */
public final class HashInput {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Text leaves the highest byte of a word to the mark, so that a short one fits the word that ends it. */
    public static final int TEXT_BYTES = 7;

    private static final int MARK_SHIFT = TEXT_BYTES * Byte.SIZE;
    private static final long TEXT_MASK = mask(TEXT_BYTES);

    private long[] words;
    private int end;

    /** The ends of the values in these words. */
    private int[] ends;

    private int count;

    public HashInput() {
        this(8);
    }

    /** Makes room for about as many values, all of them small. */
    public HashInput(int expectedValues) {
        this.words = new long[4 * expectedValues];
        this.ends = new int[expectedValues];
    }

    static HashInput of(ConfigNode[] values) {
        HashInput words = new HashInput(Math.max(8, values.length));
        for (ConfigNode value : values) {
            ((AbstractNode) value).addTo(words);
        }
        return words;
    }

    /** Forgets the values from this one on. */
    void drop(int first) {
        end = start(first);
        count = first;
    }

    /** Adds the content of a value that takes the same number of words for all values of its kind. */
    public void add(long word) {
        reserve(1);
        words[end++] = word;
    }

    /** Adds the fingerprint of a container. */
    void fingerprint(long high, long low) {
        reserve(3);
        words[end++] = high;
        words[end++] = low;
        end(Tag.CONTAINER, 0, 0);
    }

    /** Ends a value. */
    public void end(Tag tag, int number) {
        reserve(1);
        end(tag, 0, number);
    }

    private void end(Tag tag, int bytes, long content) {
        words[end++] = content | ((long) (tag.code | bytes) << MARK_SHIFT);
        if (count == ends.length) {
            growEnds();
        }
        ends[count++] = end;
    }

    private void growEnds() {
        ends = Arrays.copyOf(ends, count * 2);
    }

    private void reserve(int more) {
        if (end + more > words.length) {
            grow(more);
        }
    }

    private void grow(int more) {
        words = Arrays.copyOf(words, Math.max(words.length * 2, end + more));
    }

    /** Adds a string. */
    public void text(String text) {
        if (isEncodable(text)) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            text(Tag.TEXT, utf8, 0, utf8.length);
        } else {
            ByteBuffer chars = ByteBuffer.allocate(text.length() * Character.BYTES);
            chars.asCharBuffer().put(text);
            text(Tag.BROKEN_TEXT, chars.array(), 0, chars.capacity());
        }
    }

    /** An escape can spell half of a surrogate pair, which has no UTF-8. */
    private static boolean isEncodable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints().noneMatch(c -> c <= Character.MAX_VALUE && Character.isSurrogate((char) c));
            }
        }
        return true;
    }

    /** Adds the next part of a string: the low seven bytes of this word. */
    public void text(long word) {
        add(word & TEXT_MASK);
    }

    /** Ends a string with this many of the low bytes of this word. */
    public void endText(long word, int bytes) {
        reserve(1);
        end(Tag.TEXT, bytes, word & mask(bytes));
    }

    /** Forgets the parts of a string that has not ended. */
    public void dropText() {
        end = count == 0 ? 0 : ends[count - 1];
    }

    /** Adds a string, or what is as good as one, whose bytes these are. */
    public void text(Tag tag, byte[] bytes, int from, int to) {
        reserve((to - from) / TEXT_BYTES + 1);
        int next = from;
        for (; to - next >= TEXT_BYTES; next += TEXT_BYTES) {
            words[end++] = next + Long.BYTES <= bytes.length
                    ? (long) LONGS.get(bytes, next) & TEXT_MASK
                    : atEnd(bytes, next, TEXT_BYTES);
        }
        int rest = to - next;
        end(
                tag,
                rest,
                next + Long.BYTES <= bytes.length
                        ? (long) LONGS.get(bytes, next) & mask(rest)
                        : atEnd(bytes, next, rest));
    }

    private static long mask(int bytes) {
        return (1L << (bytes * Byte.SIZE)) - 1;
    }

    private static long atEnd(byte[] bytes, int from, int length) {
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[from + i] & 0xFFL) << (i * Byte.SIZE);
        }
        return word;
    }

    public long[] words() {
        return words;
    }

    /** Returns the index of the first word of this value. */
    public int start(int value) {
        return value == 0 ? 0 : ends[value - 1];
    }

    /** Returns the index after the last word of this value. */
    public int end(int value) {
        return ends[value];
    }

    /** Returns how many words there are. */
    public int length() {
        return end;
    }

    /** Separates the kinds of content, so that {@code "1"} and {@code 1} or {@code {}} and {@code []} differ. */
    public enum Tag {
        NULL(1),
        FALSE(2),
        TRUE(3),
        WHOLE_NUMBER(4),
        DECIMAL_NUMBER(5),
        TEXT(6),
        BROKEN_TEXT(7),
        ARRAY(8),
        KEYS(9),
        CONTAINER(10);

        /** Leaves room for the number of bytes in the last word of a text. */
        private final int code;

        Tag(int number) {
            this.code = number << 3;
        }
    }
}
