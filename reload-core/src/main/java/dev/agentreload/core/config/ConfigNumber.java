package dev.agentreload.core.config;

import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A number; {@code 1}, {@code 1.0} and {@code 1e0} are equal. <em>Immutable.</em> */
public final class ConfigNumber extends AbstractConfigNode implements ConfigNode {

    private static final int LONG_DIGITS = 19;

    private final long whole;

    /** The value as it was written, when that is no plain long. */
    private final @Nullable BigDecimal decimal;

    private ConfigNumber(NodeOrigin origin, Hasher hash, long whole, @Nullable BigDecimal decimal) {
        super(origin, hash);
        this.whole = whole;
        this.decimal = decimal;
    }

    static ConfigNumber of(NodeOrigin origin, Hasher hasher, long value) {
        return new ConfigNumber(origin, hashWhole(hasher, value), value, null);
    }

    static ConfigNumber of(NodeOrigin origin, Hasher hasher, BigDecimal value) {
        BigDecimal canonical = value.stripTrailingZeros();
        if (isLong(canonical)) {
            return new ConfigNumber(origin, hashWhole(hasher, canonical.longValue()), canonical.longValue(), value);
        }
        hasher.start(Hasher.Tag.DECIMAL_NUMBER).word(canonical.scale());
        hasher.bytes(canonical.unscaledValue().toByteArray()).finish();
        return new ConfigNumber(origin, hasher, 0, value);
    }

    private static Hasher hashWhole(Hasher hasher, long value) {
        return hasher.start(Hasher.Tag.WHOLE_NUMBER).word(value).finish();
    }

    /** Compares digits first: expanding {@code 1e9999} to find out would cost as much as its exponent says. */
    private static boolean isLong(BigDecimal canonical) {
        return canonical.scale() <= 0
                && canonical.precision() - canonical.scale() <= LONG_DIGITS
                && canonical.toBigInteger().bitLength() < Long.SIZE;
    }

    @Override
    public Kind kind() {
        return Kind.NUMBER;
    }

    /** Returns the value as it was written, {@code 1.0} with its zero. */
    public BigDecimal value() {
        return decimal == null ? BigDecimal.valueOf(whole) : decimal;
    }

    /** Returns the value as a long if it is a whole number in that range, however it was written. */
    public OptionalLong asLong() {
        return decimal == null || isLong(decimal.stripTrailingZeros()) ? OptionalLong.of(whole) : OptionalLong.empty();
    }
}
