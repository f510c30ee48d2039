// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * SipHash-1-3 with a key and an output of 128 bits each, after Aumasson and Bernstein, over 64-bit words. The last word of a
 * message, which holds the length of its bytes there, is left out: {@link HashInput} end with one that holds as much.
 *
 * <p>It is a hash for equality inside a process, where the key is random and outputs are not shown. Who writes a
 * configuration can then do no better than guess: two contents collide with a chance of one in 2<sup>128</sup>, however they
 * were chosen. One round for each word is what hash tables in Rust and Ruby use against chosen keys; to know an output and
 * look for another content that has it is not what it withstands, so it is neither shown nor stored.
 *
 * <p>Guava offers SipHash with 64 bits of output only, and its streaming form allocates for every value; here one instance
 * serves a whole document. <em>Not safe for use by multiple threads.</em>
 */
public final class Hasher {

    private static final long MAGIC_0 = 0x736f6d6570736575L;
    private static final long MAGIC_1 = 0x646f72616e646f6dL;
    private static final long MAGIC_2 = 0x6c7967656e657261L;
    private static final long MAGIC_3 = 0x7465646279746573L;
    private static final long PROCESS_KEY_0;
    private static final long PROCESS_KEY_1;

    static {
        SecureRandom random = new SecureRandom();
        PROCESS_KEY_0 = random.nextLong();
        PROCESS_KEY_1 = random.nextLong();
    }

    private static final int LONG_OUTPUT = 0xee;
    private static final int SECOND_HALF = 0xdd;

    private static final int FINAL_ROUNDS = 3;

    private final State start;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long high;
    private long low;

    /** Creates a hasher with the key of this process, which is random. */
    public Hasher() {
        this(PROCESS_KEY_0, PROCESS_KEY_1);
    }

    Hasher(long key0, long key1) {
        this.start = new State(MAGIC_0 ^ key0, MAGIC_1 ^ key1 ^ LONG_OUTPUT, MAGIC_2 ^ key0, MAGIC_3 ^ key1);
    }

    /** Hashes values in their order. */
    Hasher hash(HashInput content) {
        return hash(content, 0);
    }

    /** Hashes values in their order, from this one on. */
    Hasher hash(HashInput content, int first) {
        resume(start);
        absorb(content, first, null);
        finish();
        return this;
    }

    /**
     * Hashes the members of an object, from this value on. Their order is that of the sorted keys, since key order does not
     * matter.
     */
    Hasher hash(ObjectShape keys, HashInput content, int first) {
        resume(keys.hashed());
        absorb(content, first, keys);
        finish();
        return this;
    }

    /** Returns how far a hash has come when it has taken in these words, so that many can go on from there. */
    State begin(HashInput content) {
        resume(start);
        absorb(content, 0, null);
        return new State(v0, v1, v2, v3);
    }

    private void resume(State state) {
        v0 = state.v0;
        v1 = state.v1;
        v2 = state.v2;
        v3 = state.v3;
    }

    /** Takes in values, in their order or that of their keys, on local variables, which stay in registers over all rounds. */
    private void absorb(HashInput content, int first, @Nullable ObjectShape order) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        long[] words = content.words();
        int runs = order == null ? 1 : order.size();
        for (int run = 0; run < runs; run++) {
            int value = order == null ? first : first + order.sorted(run);
            int end = order == null ? content.length() : content.end(value);
            for (int i = content.start(value); i < end; i++) {
                d ^= words[i];
                a += b;
                c += d;
                b = Long.rotateLeft(b, 13) ^ a;
                d = Long.rotateLeft(d, 16) ^ c;
                a = Long.rotateLeft(a, 32);
                c += b;
                a += d;
                b = Long.rotateLeft(b, 17) ^ c;
                d = Long.rotateLeft(d, 21) ^ a;
                c = Long.rotateLeft(c, 32);
                a ^= words[i];
            }
        }
        v0 = a;
        v1 = b;
        v2 = c;
        v3 = d;
    }

    /** The round stands here again, taking in nothing: a method of its own could not return four numbers in registers. */
    private void finish() {
        long a = v0;
        long b = v1;
        long c = v2 ^ LONG_OUTPUT;
        long d = v3;
        for (int round = 0; round < 2 * FINAL_ROUNDS; round++) {
            if (round == FINAL_ROUNDS) {
                high = a ^ b ^ c ^ d;
                b ^= SECOND_HALF;
            }
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32);
            c += b;
            a += d;
            b = Long.rotateLeft(b, 17) ^ c;
            d = Long.rotateLeft(d, 21) ^ a;
            c = Long.rotateLeft(c, 32);
        }
        low = a ^ b ^ c ^ d;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** How far a hash has come. */
    static final class State {

        private final long v0;
        private final long v1;
        private final long v2;
        private final long v3;

        State(long v0, long v1, long v2, long v3) {
            this.v0 = v0;
            this.v1 = v1;
            this.v2 = v2;
            this.v3 = v3;
        }
    }
}
