// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.Fingerprint;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference values are those of SipHash-1-3-128 under the key 00 to 0f, as OpenSSL computes them too. */
class HasherTest {

    private static final int HALF = Long.SIZE;

    private final Hasher hasher = new Hasher(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    /** The messages are the bytes 0, 1, 2 and so on; their words, and the last one with the length, are ours to add. */
    @ParameterizedTest
    @CsvSource({
        "0, e77ebcb22788a5befd62db6add303001",
        "8, aa12fee1d5e3dab4724f16ab35f9c799",
        "16, d0a8d95715518eebb513b0f83d9e1793",
        "24, 9e4bf837bcfd92cace09d2061a84d04a",
        "64, 1253def24b4aa5364ec8a759ba6a66c2"
    })
    void hash_referenceMessage_isReferenceValue(int length, String expected) {
        HashInput words = new HashInput();
        for (int i = 0; i < length; i += Long.BYTES) {
            words.add(0x0706050403020100L + i * 0x0101010101010101L);
        }
        words.add((long) length << 56);

        hasher.hash(words);

        assertThat(bytes(hasher.high()) + bytes(hasher.low())).isEqualTo(expected);
    }

    @Test
    void hash_calledAgain_startsAgain() {
        HashInput words = new HashInput();
        words.text("the same");
        Fingerprint first = hash(words);
        hash(new HashInput());

        assertThat(hash(words)).isEqualTo(first);
    }

    @Test
    void hash_otherKey_differs() {
        HashInput words = new HashInput();
        words.text("the same");

        Fingerprint other = fingerprint(new Hasher(0, 0).hash(words));

        assertThat(hash(words)).isNotEqualTo(other);
    }

    @Test
    void hash_oneBitFlipped_flipsAboutHalfOfTheOutput() {
        SplittableRandom random = new SplittableRandom(3);
        long[] flips = new long[Long.SIZE];
        int rounds = 200;
        for (int round = 0; round < rounds; round++) {
            long word = random.nextLong();
            for (int bit = 0; bit < Long.SIZE; bit++) {
                flips[bit] += distance(hash(words(word)), hash(words(word ^ 1L << bit)));
            }
        }

        for (long flipped : flips) {
            assertThat((double) flipped / rounds).isBetween(HALF - 4.0, HALF + 4.0);
        }
    }

    @Test
    void hash_neighbouringAndShiftedWords_areDistinctInEachHalf() {
        Set<Long> high = new HashSet<>();
        Set<Long> low = new HashSet<>();
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            Fingerprint hash = hash(i % 2 == 0 ? words(i, 0) : words(0, i));
            high.add(hash.high());
            low.add(hash.low());
        }

        assertThat(high).hasSize(count);
        assertThat(low).hasSize(count);
    }

    private Fingerprint hash(HashInput words) {
        return fingerprint(hasher.hash(words));
    }

    private static Fingerprint fingerprint(Hasher hasher) {
        return new Fingerprint(hasher.high(), hasher.low());
    }

    private static HashInput words(long... content) {
        HashInput words = new HashInput();
        for (long word : content) {
            words.add(word);
        }
        return words;
    }

    private static int distance(Fingerprint left, Fingerprint right) {
        return Long.bitCount(left.high() ^ right.high()) + Long.bitCount(left.low() ^ right.low());
    }

    private static String bytes(long half) {
        return HexFormat.of().toHexDigits(Long.reverseBytes(half));
    }
}
