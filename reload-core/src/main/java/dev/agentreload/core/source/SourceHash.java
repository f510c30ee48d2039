// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Suppliers;
import com.google.common.hash.HashCode;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 hash of everything a source is made of: its own content, and the files it refers to. Two hashes are equal
 * when names and contents of all parts are, in the same order.
 *
 * <p>It can be compared and nothing else. It is computed without a key from content that may be a short password, so it
 * does not print. <em>Immutable.</em>
 */
public final class SourceHash {

    private static final HashFunction SHA_256 = Hashing.sha256();

    private final Supplier<HashCode> code;

    private SourceHash(Supplier<HashCode> code) {
        this.code = code;
    }

    /** Returns a hash that is computed when it is first compared: a reload without a watcher compares none. */
    static SourceHash whenCompared(Supplier<SourceHash> hash) {
        return new SourceHash(Suppliers.memoize(() -> hash.get().code.get()));
    }

    /** Returns the hash of a source that consists of this content alone. */
    public static SourceHash of(byte[] content) {
        return builder().part("", content).build();
    }

    static HashCode digest(byte[] content) {
        return SHA_256.hashBytes(content);
    }

    /** Returns a builder without any part. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourceHash hash && code.get().equals(hash.code.get());
    }

    @Override
    public int hashCode() {
        return code.get().hashCode();
    }

    /** Returns a text without any digit of the hash. */
    @Override
    public String toString() {
        return "SourceHash[***]";
    }

    /** Puts a hash together, part by part. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private static final byte PRESENT = 1;
        private static final byte ABSENT = 2;

        private final Hasher hasher = SHA_256.newHasher();

        private Builder() {}

        /** Adds a part. */
        public Builder part(String name, byte[] content) {
            return part(name, digest(content));
        }

        /** Adds a part whose content was hashed before. */
        Builder part(String name, HashCode digest) {
            text(name);
            hasher.putByte(PRESENT).putBytes(digest.asBytes());
            return this;
        }

        /**
         * Adds a part that could not be read.
         *
         * @param reason why; another reason makes another hash
         */
        public Builder absent(String name, String reason) {
            text(name);
            hasher.putByte(ABSENT);
            text(reason);
            return this;
        }

        /** Returns the hash. The builder cannot be used any more. */
        public SourceHash build() {
            return new SourceHash(Suppliers.ofInstance(hasher.hash()));
        }

        /** The length comes first, so that no two lists of parts make the same bytes. */
        private void text(String text) {
            byte[] bytes = requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8);
            hasher.putInt(bytes.length).putBytes(bytes);
        }
    }
}
