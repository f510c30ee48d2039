package dev.agentreload.core.config;

import java.util.Arrays;

/**
 * The content of values, one after the other, as words for a {@link Hasher}: of a scalar all of it, of a container its
 * fingerprint. The last word of each value tells its kind and its length, so that words read from the end have one meaning:
 * no two different sequences of values give the same words. Equal values do, however they were written.
 * <em>Not safe for use by multiple threads.</em>
 */
final class Words {

    private static final int ASCII = 0x80;

    private long[] words = new long[32];
    private int end;

    /** The ends of the values in these words. */
    private int[] ends = new int[8];

    private int count;

    static Words of(ConfigNode[] values) {
        Words words = new Words();
        for (ConfigNode value : values) {
            ((AbstractConfigNode) value).addTo(words);
        }
        return words;
    }

    void clear() {
        end = 0;
        count = 0;
    }

    void add(long word) {
        if (end == words.length) {
            words = Arrays.copyOf(words, end * 2);
        }
        words[end++] = word;
    }

    /** Ends a value. */
    void end(Tag tag, long length) {
        add(tag.code | length << Byte.SIZE);
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = end;
    }

    /** Takes back the words of a value that was not ended. */
    void drop() {
        end = count == 0 ? 0 : ends[count - 1];
    }

    /** Adds a string: eight ASCII characters to a word, or four others. */
    void text(String text) {
        boolean ascii = isAscii(text);
        int bits = ascii ? Byte.SIZE : Character.SIZE;
        long word = 0;
        int shift = 0;
        for (int i = 0; i < text.length(); i++) {
            word |= (long) text.charAt(i) << shift;
            shift += bits;
            if (shift == Long.SIZE) {
                add(word);
                word = 0;
                shift = 0;
            }
        }
        if (shift > 0) {
            add(word);
        }
        end(ascii ? Tag.ASCII_TEXT : Tag.TEXT, text.length());
    }

    private static boolean isAscii(String text) {
        int all = 0;
        for (int i = 0; i < text.length(); i++) {
            all |= text.charAt(i);
        }
        return all < ASCII;
    }

    void bytes(byte[] bytes) {
        for (byte b : bytes) {
            add(b);
        }
    }

    long[] words() {
        return words;
    }

    /** Returns the index of the first word of this value. */
    int start(int value) {
        return value == 0 ? 0 : ends[value - 1];
    }

    /** Returns the index after the last word of this value. */
    int end(int value) {
        return ends[value];
    }

    /** Returns how many words there are. */
    int length() {
        return end;
    }

    /** Separates the kinds of content, so that {@code "1"} and {@code 1} or {@code {}} and {@code []} differ. */
    enum Tag {
        NULL(1),
        FALSE(2),
        TRUE(3),
        WHOLE_NUMBER(4),
        DECIMAL_NUMBER(5),
        ASCII_TEXT(6),
        TEXT(7),
        ARRAY(8),
        KEYS(9),
        CONTAINER(10);

        private final int code;

        Tag(int code) {
            this.code = code;
        }
    }
}
