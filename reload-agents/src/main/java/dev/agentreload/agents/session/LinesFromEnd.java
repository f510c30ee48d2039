// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads the lines of a file from its end, so that the newest cost the same however many there are. Never holds more of a line than
 * a limit. <em>Not safe for use by multiple threads.</em>
 */
final class LinesFromEnd {

    /** How much is read at once; a line that is longer is read a second time. */
    static final int CHUNK = 1 << 14;

    private static final byte LINE_END = '\n';

    private final ByteSource source;
    private final int limit;
    private final LineConsumer consumer;
    private byte[] chunk = new byte[0];
    private long chunkStart;

    /** Takes what reads the file, and how many bytes a line may have. */
    LinesFromEnd(ByteSource source, int limit, LineConsumer consumer) {
        this.source = source;
        this.limit = limit;
        this.consumer = consumer;
    }

    /** Reads a part of a file. */
    interface ByteSource {
        byte[] read(long start, int length) throws IOException;
    }

    /** Takes the lines that have at least one byte, without their ends, the last one first. It may have no end. */
    interface LineConsumer {

        boolean wantsMore();

        void line(long offset, byte[] content);

        /** Takes note of a line that exceeds the limit. */
        void tooLong(long offset);
    }

    /**
     * Passes lines on until the consumer wants no more.
     *
     * @param begin where the first line begins
     * @param size where the file ends
     * @return where the lines begin that were passed on
     */
    long read(long begin, long size) throws IOException {
        long passed = size;
        long end = size;
        for (long position = size; position > begin && consumer.wantsMore(); position = chunkStart) {
            chunkStart = Math.max(begin, position - CHUNK);
            chunk = source.read(chunkStart, (int) (position - chunkStart));
            for (int i = chunk.length - 1; i >= 0 && consumer.wantsMore(); i--) {
                if (chunk[i] == LINE_END) {
                    passed = pass(chunkStart + i + 1, end);
                    end = chunkStart + i;
                }
            }
        }
        return consumer.wantsMore() ? pass(begin, end) : passed;
    }

    private long pass(long start, long end) throws IOException {
        if (end - start > limit) {
            consumer.tooLong(start);
        } else if (end > start) {
            consumer.line(start, bytes(start, (int) (end - start)));
        }
        return start;
    }

    private byte[] bytes(long start, int length) throws IOException {
        int from = Math.toIntExact(start - chunkStart);
        return from + length <= chunk.length
                ? Arrays.copyOfRange(chunk, from, from + length)
                : source.read(start, length);
    }
}
