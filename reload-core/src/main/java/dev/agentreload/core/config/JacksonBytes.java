package dev.agentreload.core.config;

import com.fasterxml.jackson.core.JsonLocation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds tokens in the bytes of a JSON text. Byte columns become code point columns; tokens are asked for in source order, so
 * each byte is looked at once, even if the whole document is one line. <em>Not safe for use by multiple threads.</em>
 */
final class JacksonBytes implements JacksonPlaces {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final byte[] content;
    private final int bom;
    private final int length;
    private final int asciiLength;
    private int offset;
    private int lineStart = -1;
    private int counted;
    private int continuationBytes;

    JacksonBytes(byte[] content, int bom, int length, int asciiLength) {
        this.content = content;
        this.bom = bom;
        this.length = length;
        this.asciiLength = asciiLength;
    }

    @Override
    public long moveTo(JsonLocation location) {
        if (location.getByteOffset() < 0) {
            return JacksonPlaces.lineAndColumn(location); // a parser of characters counts those
        }
        offset = (int) location.getByteOffset() + bom;
        int column = location.getColumnNr();
        if (offset >= asciiLength) {
            column -= continuationBytes(offset - (column - 1));
        }
        return PackedPosition.of(location.getLineNr(), column);
    }

    private int continuationBytes(int start) {
        if (start != lineStart || offset < counted) {
            lineStart = start;
            counted = start;
            continuationBytes = 0;
        }
        continuationBytes += Utf8Check.continuationBytes(content, counted, offset);
        counted = offset;
        return continuationBytes;
    }

    /** The parser would decode the bytes into characters, and a string would encode them into bytes again. */
    @Override
    public @Nullable String plainText(Words words) {
        int start = offset + 1;
        if (content[offset] != '"') {
            return null;
        }
        int i = start;
        while (i + Long.BYTES <= length) {
            long word = (long) WORDS.get(content, i);
            long special = (zeroBytes(word ^ LOW_BITS * '"')
                            | zeroBytes(word ^ LOW_BITS * '\\')
                            | zeroBytes(word ^ LOW_BITS * '$')
                            | word)
                    & HIGH_BITS;
            if (special != 0) {
                int bits = Long.numberOfTrailingZeros(special) & -Byte.SIZE;
                int end = i + bits / Byte.SIZE;
                if (content[end] != '"') {
                    break;
                }
                if (bits > 0) {
                    words.add(word & (1L << bits) - 1);
                }
                words.end(Words.Tag.ASCII_TEXT, end - start);
                return new String(content, start, end - start, StandardCharsets.ISO_8859_1);
            }
            words.add(word);
            i += Long.BYTES;
        }
        words.drop();
        return null;
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
