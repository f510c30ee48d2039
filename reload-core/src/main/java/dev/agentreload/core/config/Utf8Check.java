package dev.agentreload.core.config;

import com.google.common.base.Utf8;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Tells whether bytes are UTF-8, and where they stop being it. */
final class Utf8Check {

    /** A parser takes a zero among the first bytes for UTF-16 or UTF-32, which is not what we read. */
    private static final int ENCODING_BYTES = 4;

    private Utf8Check() {}

    static boolean isAscii(byte[] content, int length) {
        int seen = 0;
        for (int i = 0; i < length; i++) {
            seen |= content[i];
        }
        return seen >= 0;
    }

    static int bomLength(byte[] content) {
        boolean bom = content.length >= 3
                && content[0] == (byte) 0xEF
                && content[1] == (byte) 0xBB
                && content[2] == (byte) 0xBF;
        return bom ? 3 : 0;
    }

    /** Returns how many of these first bytes are UTF-8: all of them, or those before the first broken character. */
    static int wellFormedLength(byte[] content, int length) {
        for (int i = 0; i < Math.min(ENCODING_BYTES, length); i++) {
            if (content[i] == 0) {
                return i;
            }
        }
        return Utf8.isWellFormed(content, 0, length) ? length : decodableLength(content, length);
    }

    /** Returns the length without a character that the cut at this length would split. */
    static int characterBoundary(byte[] content, int length) {
        int boundary = length;
        while (boundary > 0 && boundary < content.length && (content[boundary] & 0xC0) == 0x80) {
            boundary--;
        }
        return boundary;
    }

    private static int decodableLength(byte[] content, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(content, 0, length);
        CharBuffer out = CharBuffer.allocate(8192);
        while (decoder.decode(in, out, true).isOverflow()) {
            out.clear();
        }
        return in.position();
    }
}
