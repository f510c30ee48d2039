// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * How many retired generations may be in use at once, and what happens beyond. A generation is what one reload retired.
 * <em>Immutable.</em>
 *
 * @param maxRetired the most generations that may be in use when a reload begins
 * @param excess what happens to a reload that finds more
 */
public record RetirementPolicy(int maxRetired, Excess excess) {

    /** The number of generations that may be in use unless the host says otherwise. */
    public static final int DEFAULT_MAX_RETIRED = 8;

    /** What happens to a reload that finds too many retired generations in use. */
    public enum Excess {
        /** The reload is refused as {@link ReloadResult.Busy}. */
        REFUSE,
        /** The oldest generations are closed under their users. */
        FORCE_OLDEST
    }

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public RetirementPolicy {
        checkArgument(maxRetired > 0, "maxRetired [%s] is not positive", maxRetired);
        requireNonNull(excess, "excess");
    }

    /** Returns the policy that refuses reloads while this many generations are in use. */
    public static RetirementPolicy refuse(int maxRetired) {
        return new RetirementPolicy(maxRetired, Excess.REFUSE);
    }

    /** Returns the policy that closes the oldest generations by force while this many are in use. */
    public static RetirementPolicy forceOldest(int maxRetired) {
        return new RetirementPolicy(maxRetired, Excess.FORCE_OLDEST);
    }
}
