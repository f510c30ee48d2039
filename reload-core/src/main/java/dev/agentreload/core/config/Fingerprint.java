// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

/**
 * A keyed 128-bit hash of a value's content, for equality inside one process: different contents share one with a chance
 * of one in 2<sup>128</sup>, also for content that was chosen without knowledge of the key.
 *
 * <p>It is no identifier to print, store or send: with the key at hand, short secrets could be guessed from it.
 * {@link #toString()} therefore hides it; what may be shown is {@link ConfigDocument#contentId()}. <em>Immutable.</em>
 *
 * @param high the upper half
 * @param low the lower half
 */
public record Fingerprint(long high, long low) {

    @Override
    public String toString() {
        return "Fingerprint[hidden]";
    }
}
