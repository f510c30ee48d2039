package dev.agentreload.core.config;

/**
 * SipHash-1-3 with a key and an output of 128 bits each, after Aumasson and Bernstein, over 64-bit words. The last word of a
 * message, which tells the length of its bytes there, is left out: {@link Words} end with one that tells as much.
 *
 * <p>It is a hash for equality inside a process, where the key is random and nobody sees an output. Whoever writes a
 * configuration can then do no better than guess: two contents collide with a chance of one in 2<sup>128</sup>, however they
 * were chosen. One round for each word is what hash tables in Rust and Ruby use against chosen keys; to know an output and
 * look for another content that has it is not what it withstands, so it is neither shown nor stored.
 *
 * <p>Guava offers SipHash with 64 bits of output only, and its streaming form allocates for every value; here one instance
 * serves a whole document. <em>Not safe for use by multiple threads.</em>
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

    /** Hashes values in their order. */
    Hasher hash(Words content) {
        start();
        absorb(content.words(), 0, content.length());
        finish();
        return this;
    }

    /** Hashes the members of an object. Their order is that of the sorted keys, since key order does not matter. */
    Hasher hash(Keys keys, Words content) {
        start();
        absorb(keys.high());
        absorb(keys.low());
        if (keys.areSorted()) {
            absorb(content.words(), 0, content.length());
        } else {
            for (int rank = 0; rank < keys.size(); rank++) {
                int value = keys.sorted(rank);
                absorb(content.words(), content.start(value), content.end(value));
            }
        }
        finish();
        return this;
    }

    private void start() {
        v0 = MAGIC_0 ^ key0;
        v1 = MAGIC_1 ^ key1 ^ LONG_OUTPUT;
        v2 = MAGIC_2 ^ key0;
        v3 = MAGIC_3 ^ key1;
    }

    private void absorb(long word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    private void absorb(long[] words, int from, int to) {
        for (int i = from; i < to; i++) {
            absorb(words[i]);
        }
    }

    private void finish() {
        v2 ^= LONG_OUTPUT;
        finalRounds();
        high = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= SECOND_HALF;
        finalRounds();
        low = v0 ^ v1 ^ v2 ^ v3;
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
}
