// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import dev.agentreload.core.internal.tree.HashInput;
import dev.agentreload.core.internal.tree.PackedPosition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds tokens in the bytes of a JSON text. Byte columns become code point columns; tokens are asked for in source order, so
 * each byte is looked at once, even if the whole document is one line. <em>Not safe for use by multiple threads.</em>
 */
final class JacksonBytes implements TokenLocator {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long TEXT_HIGH_BITS = HIGH_BITS >>> Byte.SIZE;

    private final byte[] content;
    private final int bom;
    private final int length;
    private int offset;
    private int lineStart = -1;

    /** No byte from the current token up to here is beyond ASCII. */
    private int nextBeyondAscii;

    private int continuationBytes;

    JacksonBytes(byte[] content, int bom, int length, int asciiLength) {
        this.content = content;
        this.bom = bom;
        this.length = length;
        this.nextBeyondAscii = asciiLength;
    }

    @Override
    public long moveTo(long byteOffset, int line, int byteColumn) {
        if (byteOffset < 0) {
            offset = -1;
            return TokenLocator.lineAndColumn(line, byteColumn); // a parser of characters counts those
        }
        offset = (int) byteOffset + bom;
        int start = offset - (byteColumn - 1);
        if (start != lineStart) {
            lineStart = start;
            continuationBytes = 0;
        }
        if (offset > nextBeyondAscii) {
            continuationBytes += Utf8Check.continuationBytes(content, Math.max(start, nextBeyondAscii), offset);
            nextBeyondAscii = Utf8Check.asciiEnd(content, offset, length);
        }
        return PackedPosition.of(line, byteColumn - continuationBytes);
    }

    @Override
    public boolean isQuoted() {
        return offset < 0 || content[offset] == '"' || content[offset] == '\'';
    }

    /**
     * Hashes the bytes while it looks for the end: the parser would decode them into characters, and a string would encode them
     * again. Without it a reading takes 7 to 10 percent longer, beyond its limit of 1.5 times Jackson's.
     */
    @Override
    public @Nullable String plainText(HashInput words) {
        int start = offset + 1;
        int end = offset < 0 || content[offset] != '"' ? -1 : addText(start, words);
        if (end < 0) {
            return null;
        }
        Charset charset = end <= nextBeyondAscii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        return new String(content, start, end - start, charset);
    }

    /** Adds the text that starts here and returns where it ends, or -1 if it may have escapes or placeholders. */
    private int addText(int start, HashInput words) {
        int next = start;
        while (next + Long.BYTES <= length) {
            long word = (long) WORDS.get(content, next);
            long special = (zeroBytes(word ^ LOW_BITS * '"')
                            | zeroBytes(word ^ LOW_BITS * '\\')
                            | zeroBytes(word ^ LOW_BITS * '$'))
                    & TEXT_HIGH_BITS;
            if (special != 0) {
                int rest = Long.numberOfTrailingZeros(special) / Byte.SIZE;
                if (content[next + rest] == '"') {
                    words.endText(word, rest);
                    return next + rest;
                }
                break;
            }
            words.text(word);
            next += HashInput.TEXT_BYTES;
        }
        words.dropText();
        return -1;
    }

    /** Sets the highest bit of each byte that is zero; a byte above the first such may have it set for no reason. */
    private static long zeroBytes(long word) {
        return (word - LOW_BITS) & ~word;
    }

    /** Returns the position of any offset, counting lines from the start. */
    static long position(byte[] content, int offset) {
        int line = 1;
        int column = 1;
        for (int i = Utf8Check.bomLength(content); i < offset; i++) {
            boolean lineEnd =
                    content[i] == '\n' || (content[i] == '\r' && !(i + 1 < content.length && content[i + 1] == '\n'));
            line += lineEnd ? 1 : 0;
            column = lineEnd ? 1 : column + (Utf8Check.isContinuation(content[i]) ? 0 : 1);
        }
        return PackedPosition.of(line, column);
    }
}
