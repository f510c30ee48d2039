package dev.agentreload.agents.session;

import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of a session as they were at one moment, half of a torn last line included. The arrays are shared and changed by
 * nobody.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record SessionContent(byte[] messages, Optional<byte[]> summary) {

    /** Returns how many bytes are the same at the beginning. */
    int sameBytes(byte[] others) {
        int difference = Arrays.mismatch(messages, others);
        return difference < 0 ? messages.length : difference;
    }
}
