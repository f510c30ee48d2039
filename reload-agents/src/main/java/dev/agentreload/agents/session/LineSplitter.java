package dev.agentreload.agents.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Splits a stream of bytes into lines and never holds more of one than a limit. <em>Not safe for use by multiple threads.</em> */
final class LineSplitter {

    private static final int BUFFER = 1 << 16;
    private static final byte LINE_END = '\n';

    private final int limit;
    private final LineConsumer consumer;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;
    private long number;

    LineSplitter(int limit, LineConsumer consumer) {
        this.limit = limit;
        this.consumer = consumer;
    }

    /** Takes the lines, without their ends; the last one may have none. */
    interface LineConsumer {

        /** Takes a line with at least one byte. The first line has the number 1. */
        void line(long number, byte[] content);

        /** Takes note of a line that exceeds the limit. */
        void tooLong(long number);
    }

    /** Hands over all lines of the stream. */
    void split(InputStream bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int size = bytes.read(buffer); size >= 0; size = bytes.read(buffer)) {
            split(buffer, size);
        }
        end();
    }

    private void split(byte[] buffer, int size) {
        int start = 0;
        for (int i = 0; i < size; i++) {
            if (buffer[i] == LINE_END) {
                take(buffer, start, i - start);
                end();
                start = i + 1;
            }
        }
        take(buffer, start, size - start);
    }

    private void take(byte[] buffer, int start, int length) {
        tooLong |= length > limit - line.size();
        if (!tooLong) {
            line.write(buffer, start, length);
        }
    }

    private void end() {
        number++;
        if (tooLong) {
            consumer.tooLong(number);
        } else if (line.size() > 0) {
            consumer.line(number, line.toByteArray());
        }
        line.reset();
        tooLong = false;
    }
}
