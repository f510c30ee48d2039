package dev.agentreload.core.config;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The secret key of a {@link Fingerprint}. Documents that are to be compared should share one. Diffs and plans of documents
 * with different keys work and cost another pass over one of them; {@code equals} of two objects or two arrays tells them
 * apart, whatever they hold. <em>Immutable.</em>
 */
public final class FingerprintKey {

    private static final int LENGTH = 16;
    private static final FingerprintKey OF_PROCESS = random();

    private final long first;
    private final long second;

    private FingerprintKey(long first, long second) {
        this.first = first;
        this.second = second;
    }

    /** Returns the key that readers use when the host supplies none: random, and the same until the process ends. */
    public static FingerprintKey ofProcess() {
        return OF_PROCESS;
    }

    /** Returns a new key from a secure random generator. */
    public static FingerprintKey random() {
        byte[] bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        return of(bytes);
    }

    /**
     * Returns the key that these bytes form.
     *
     * @throws IllegalArgumentException if there are not exactly 16 bytes
     */
    public static FingerprintKey of(byte[] bytes) {
        checkArgument(bytes.length == LENGTH, "a fingerprint key has %s bytes, not %s", LENGTH, bytes.length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new FingerprintKey(buffer.getLong(), buffer.getLong());
    }

    long first() {
        return first;
    }

    long second() {
        return second;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FingerprintKey key && first == key.first && second == key.second;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    @Override
    public String toString() {
        return "FingerprintKey[hidden]";
    }
}
