// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;

/**
 * Names a model at a provider, written {@code provider/model}. What follows the first slash is the model, further slashes
 * included: {@code lmstudio/openai/gpt-oss-20b}. <em>Immutable.</em>
 *
 * @param provider the provider, without a slash
 * @param model the model, as the provider calls it
 */
public record ModelRef(String provider, String model) {

    /** Rejects blank parts, and a provider with a slash. */
    public ModelRef {
        checkArgument(!provider.isBlank() && !model.isBlank(), "provider and model must not be blank");
        checkArgument(provider.indexOf('/') < 0, "a provider has no slash: [%s]", provider);
    }

    /**
     * Returns the reference that this text is.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ModelRef parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new IllegalArgumentException("[" + text + "] is no model, expected provider/model"));
    }

    /** Returns the reference that this text is, or empty if it is none. */
    public static Optional<ModelRef> tryParse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String provider = text.substring(0, slash).strip();
        String model = text.substring(slash + 1).strip();
        return provider.isEmpty() || model.isEmpty() ? Optional.empty() : Optional.of(new ModelRef(provider, model));
    }

    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
