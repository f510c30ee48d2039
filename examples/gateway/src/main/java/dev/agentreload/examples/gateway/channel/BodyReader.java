// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import java.io.ByteArrayOutputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Invocable;

/** Reads a body as it comes, on no thread that waits. What is left of one that is too large can still be read. */
final class BodyReader implements Invocable.Task {

    private final Content.Source source;
    private final int most;
    private final Reader reader;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Who reads. Each body ends with one call. */
    interface Reader {

        /** Takes the whole body. */
        void complete(byte[] body);

        /** Learns that the body has more bytes than it may have. */
        void tooLarge();

        /** Learns that the body does not come as a whole. */
        void failed(Throwable cause);
    }

    private BodyReader(Content.Source source, int most, Reader reader) {
        this.source = source;
        this.most = most;
        this.reader = reader;
    }

    /** Begins to read. */
    static void read(Content.Source source, int most, Reader reader) {
        new BodyReader(source, most, reader).run();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void run() {
        for (Content.Chunk chunk = source.read(); chunk != null; chunk = source.read()) {
            if (Content.Chunk.isFailure(chunk)) {
                reader.failed(chunk.getFailure());
                return;
            }
            boolean last = chunk.isLast();
            body.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
            chunk.release();
            if (body.size() > most) {
                reader.tooLarge();
                return;
            }
            if (last) {
                reader.complete(body.toByteArray());
                return;
            }
        }
        source.demand(this);
    }
}
