// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The JDK's decoder is the oracle. */
class Utf8CheckTest {

    private static final byte[] LEADS =
            bytes(0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF4, 0xF5);
    private static final byte[] FOLLOWERS = bytes(0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF);

    @Test
    void wellFormedLength_allPairsOfBytes_isWhatDecodes() {
        for (int first = 1; first < 256; first++) {
            for (int second = 1; second < 256; second++) {
                assertDecodable(bytes('{', first, second, '}'));
            }
        }
    }

    @Test
    void wellFormedLength_boundariesOfLongCharacters_isWhatDecodes() {
        for (byte lead : LEADS) {
            for (byte second : FOLLOWERS) {
                for (byte third : FOLLOWERS) {
                    assertDecodable(bytes('{', lead, second, third));
                    for (byte fourth : FOLLOWERS) {
                        assertDecodable(bytes('{', lead, second, third, fourth, '}'));
                    }
                }
            }
        }
    }

    @Test
    void wellFormedLength_brokenByteAnywhere_isThere() {
        for (int length = 1; length < 40; length++) {
            for (int broken = 0; broken < length; broken++) {
                byte[] content = "a".repeat(length).getBytes(StandardCharsets.US_ASCII);
                content[broken] = (byte) 0xFF;

                assertThat(wellFormedLength(content)).isEqualTo(broken);
            }
        }
    }

    @Test
    void continuationBytes_anyRange_areThoseThatContinueACharacter() {
        byte[] content = "aжb🤖cd€efgh".repeat(4).getBytes(StandardCharsets.UTF_8);
        for (int start = 0; start < content.length; start++) {
            for (int end = start; end <= content.length; end++) {
                int expected = 0;
                for (int i = start; i < end; i++) {
                    expected += (content[i] & 0xC0) == 0x80 ? 1 : 0;
                }

                assertThat(Utf8Check.continuationBytes(content, start, end)).isEqualTo(expected);
            }
        }
    }

    @Test
    void asciiLength_firstOtherByteAnywhere_endsThere() {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 0; length < 40; length++) {
            byte[] content = new byte[length];
            Arrays.fill(content, (byte) 'x');
            assertThat(Utf8Check.asciiLength(content, length)).isEqualTo(length);
            for (int other = 0; other < length; other++) {
                byte[] changed = content.clone();
                changed[other] = (byte) random.nextInt(-128, 0);
                assertThat(Utf8Check.asciiLength(changed, length)).isEqualTo(other);
            }
        }
    }

    private static void assertDecodable(byte[] content) {
        assertThat(wellFormedLength(content)).as(() -> Arrays.toString(content)).isEqualTo(decodableLength(content));
    }

    private static int wellFormedLength(byte[] content) {
        return Utf8Check.wellFormedLength(content, Utf8Check.asciiLength(content, content.length), content.length);
    }

    private static int decodableLength(byte[] content) {
        ByteBuffer in = ByteBuffer.wrap(content);
        StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(content.length), true);
        return in.position();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
