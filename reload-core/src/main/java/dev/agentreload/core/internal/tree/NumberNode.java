// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigNumber;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A number; {@code 1}, {@code 1.0} and {@code 1e0} are equal. <em>Immutable.</em> */
public final class NumberNode extends ScalarNode implements ConfigNumber {

    private static final int LONG_DIGITS = 19;

    /** The value if it is whole and fits, however it was written. */
    private final long whole;

    private final boolean isWhole;

    /** The value as it was written, when that is no plain long. */
    private final @Nullable BigDecimal decimal;

    NumberNode(String source, long position, boolean secret, long value) {
        super(source, position, secret);
        this.whole = value;
        this.isWhole = true;
        this.decimal = null;
    }

    NumberNode(String source, long position, boolean secret, BigDecimal value) {
        super(source, position, secret);
        BigDecimal canonical = value.stripTrailingZeros();
        this.isWhole = isLong(canonical);
        this.whole = isWhole ? canonical.longValue() : 0;
        this.decimal = value;
    }

    /** Compares digits first: expanding {@code 1e9999} to find out would cost as much as its exponent says. */
    static boolean isLong(BigDecimal canonical) {
        return canonical.scale() <= 0
                && canonical.precision() - canonical.scale() <= LONG_DIGITS
                && canonical.toBigInteger().bitLength() < Long.SIZE;
    }

    @Override
    public BigDecimal value() {
        return decimal == null ? BigDecimal.valueOf(whole) : decimal;
    }

    @Override
    public OptionalLong asLong() {
        return isWhole ? OptionalLong.of(whole) : OptionalLong.empty();
    }

    @Override
    void addTo(HashInput words) {
        if (isWhole) {
            words.add(whole);
            words.end(HashInput.Tag.WHOLE_NUMBER, 0);
        } else {
            byte[] canonical = value().stripTrailingZeros().toString().getBytes(StandardCharsets.US_ASCII);
            words.text(HashInput.Tag.DECIMAL_NUMBER, canonical, 0, canonical.length);
        }
    }

    @Override
    @SuppressWarnings("BigDecimalEquals") // 1.0 and 1.00 are equal numbers, and not written alike
    boolean hasContentOf(AbstractNode other, long distance) {
        return equals(other) && isAsSecretAs(other) && Objects.equals(decimal, ((NumberNode) other).decimal);
    }

    @Override
    NumberNode moved(long distance) {
        long moved = packedPosition() + distance;
        return decimal == null
                ? new NumberNode(source(), moved, isSecret(), whole)
                : new NumberNode(source(), moved, isSecret(), decimal);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NumberNode node
                && isWhole == node.isWhole
                && whole == node.whole
                && (isWhole || value().compareTo(node.value()) == 0);
    }

    @Override
    public int hashCode() {
        return isWhole ? Long.hashCode(whole) : value().stripTrailingZeros().hashCode();
    }
}
