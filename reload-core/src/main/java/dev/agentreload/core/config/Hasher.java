package dev.agentreload.core.config;

/**
 * SipHash-1-3 with 128 bits of output over 64-bit words, after Aumasson and Bernstein. Guava offers SipHash with 64 bits
 * only, and its streaming form allocates for every value; here one instance serves a whole document.
 *
 * <p>Every input starts with a tag of its kind and has a fixed or counted length, so that no two different values give
 * the same words. <em>Not safe for use by multiple threads.</em>
 */
final class Hasher {

    private static final long MAGIC_0 = 0x736f6d6570736575L;
    private static final long MAGIC_1 = 0x646f72616e646f6dL;
    private static final long MAGIC_2 = 0x6c7967656e657261L;
    private static final long MAGIC_3 = 0x7465646279746573L;
    private static final int LONG_OUTPUT = 0xee;
    private static final int SECOND_HALF = 0xdd;
    private static final int FINAL_ROUNDS = 3;

    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long high;
    private long low;

    Hasher(FingerprintKey key) {
        this.key0 = key.first();
        this.key1 = key.second();
    }

    Hasher start(Tag tag) {
        v0 = MAGIC_0 ^ key0;
        v1 = MAGIC_1 ^ key1 ^ LONG_OUTPUT;
        v2 = MAGIC_2 ^ key0;
        v3 = MAGIC_3 ^ key1;
        return word(tag.code);
    }

    Hasher word(long word) {
        v3 ^= word;
        round();
        v0 ^= word;
        return this;
    }

    Hasher content(AbstractConfigNode node) {
        return word(node.high).word(node.low);
    }

    Hasher text(CharSequence text) {
        int length = text.length();
        word(length);
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            word(text.charAt(i)
                    | (long) text.charAt(i + 1) << 16
                    | (long) text.charAt(i + 2) << 32
                    | (long) text.charAt(i + 3) << 48);
        }
        if (i < length) {
            word(tail(text, i));
        }
        return this;
    }

    private static long tail(CharSequence text, int start) {
        long word = 0;
        for (int i = start; i < text.length(); i++) {
            word |= (long) text.charAt(i) << (16 * (i - start));
        }
        return word;
    }

    Hasher bytes(byte[] bytes) {
        word(bytes.length);
        for (byte b : bytes) {
            word(b);
        }
        return this;
    }

    Hasher finish() {
        v2 ^= LONG_OUTPUT;
        finalRounds();
        high = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= SECOND_HALF;
        finalRounds();
        low = v0 ^ v1 ^ v2 ^ v3;
        return this;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    private void finalRounds() {
        for (int i = 0; i < FINAL_ROUNDS; i++) {
            round();
        }
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }

    /** Separates the kinds of content, so that {@code "1"} and {@code 1} or {@code {}} and {@code []} differ. */
    enum Tag {
        NULL(1),
        FALSE(2),
        TRUE(3),
        WHOLE_NUMBER(4),
        DECIMAL_NUMBER(5),
        STRING(6),
        ARRAY(7),
        OBJECT(8),
        KEYS(9);

        private final int code;

        Tag(int code) {
            this.code = code;
        }
    }
}
