// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.server;

import dev.agentreload.testkit.fake.Gate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the body of an answer is sent.
 *
 * @param start where it waits before anything is sent
 * @param halfway where it waits in the middle
 * @param pace whether it is sent at once or byte by byte
 * @param end whether all of it is sent
 */
record StubDelivery(Optional<Gate> start, Optional<Gate> halfway, Pace pace, End end) {

    static final StubDelivery AT_ONCE =
            new StubDelivery(Optional.empty(), Optional.empty(), Pace.AT_ONCE, End.COMPLETE);

    enum Pace {
        AT_ONCE,
        DRIPPING
    }

    enum End {
        COMPLETE,
        BROKEN_OFF
    }

    StubDelivery withStart(Gate gate) {
        return new StubDelivery(Optional.of(gate), halfway, pace, end);
    }

    StubDelivery withHalfway(Gate gate) {
        return new StubDelivery(start, Optional.of(gate), pace, end);
    }

    StubDelivery withDrops() {
        return new StubDelivery(start, halfway, Pace.DRIPPING, end);
    }

    StubDelivery withBreak() {
        return new StubDelivery(start, halfway, pace, End.BROKEN_OFF);
    }

    Stream<Gate> gates() {
        return Stream.concat(start.stream(), halfway.stream());
    }

    void awaitStart() throws IOException {
        pass(start);
    }

    /** Sends the body; its length was announced, so that to stop before is to break off. */
    void send(OutputStream stream, byte[] body) throws IOException {
        int half = body.length / 2;
        write(stream, body, 0, half);
        pass(halfway);
        if (end == End.BROKEN_OFF) {
            throw new IOException("planned");
        }
        write(stream, body, half, body.length);
    }

    private void write(OutputStream stream, byte[] body, int from, int to) throws IOException {
        int step = pace == Pace.DRIPPING ? 1 : Math.max(1, to - from);
        for (int at = from; at < to; at += step) {
            stream.write(body, at, Math.min(step, to - at));
            stream.flush();
        }
    }

    private static void pass(Optional<Gate> gate) throws IOException {
        if (gate.isEmpty()) {
            return;
        }
        try {
            gate.get().pass();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("held");
        }
    }
}
