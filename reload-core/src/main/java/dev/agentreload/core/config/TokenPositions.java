package dev.agentreload.core.config;

/**
 * Turns byte columns into code point columns. Tokens are asked for in source order, so each byte is looked at once, even
 * if the whole document is one line. <em>Not safe for use by multiple threads.</em>
 */
final class TokenPositions {

    private final byte[] content;
    private final boolean ascii;
    private long lineStart = -1;
    private long counted;
    private int continuationBytes;

    TokenPositions(byte[] content, boolean ascii) {
        this.content = content;
        this.ascii = ascii;
    }

    /** Returns the position of a token at this offset, whose line and byte column, both counted from 1, are known. */
    long at(long offset, int line, int byteColumn) {
        if (ascii) {
            return PackedPosition.of(line, byteColumn);
        }
        long start = offset - (byteColumn - 1);
        if (start != lineStart || offset < counted) {
            lineStart = start;
            counted = start;
            continuationBytes = 0;
        }
        for (; counted < offset; counted++) {
            continuationBytes += isContinuation(content[(int) counted]) ? 1 : 0;
        }
        return PackedPosition.of(line, byteColumn - continuationBytes);
    }

    /** Returns the position of any offset, counting lines from the start. */
    static long of(byte[] content, int offset) {
        int line = 1;
        int column = 1;
        for (int i = Utf8Check.bomLength(content); i < offset; i++) {
            boolean lineEnd =
                    content[i] == '\n' || (content[i] == '\r' && !(i + 1 < content.length && content[i + 1] == '\n'));
            line += lineEnd ? 1 : 0;
            column = lineEnd ? 1 : column + (isContinuation(content[i]) ? 0 : 1);
        }
        return PackedPosition.of(line, column);
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }
}
