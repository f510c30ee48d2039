// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import java.util.Optional;

/** The outcome of looking up the name of a model. */
public sealed interface ModelResolution {

    /** Returns what the name stands for, if it stands for anything. */
    default Optional<ResolvedModel> findModel() {
        if (this instanceof Listed listed) {
            return Optional.of(listed.model());
        }
        return this instanceof Unlisted unlisted ? Optional.of(unlisted.model()) : Optional.empty();
    }

    /**
     * The name stands for a model that the configuration lists, or whose provider need not list it.
     *
     * @param model what it stands for
     */
    record Listed(ResolvedModel model) implements ModelResolution {}

    /**
     * The name can be used, and looks like a mistake: the provider lists models without claiming to list all of them, and this one
     * it does not list; or the configuration names the provider without defining it; or the name has no provider.
     *
     * @param model what the name stands for
     * @param message what to warn about
     * @param hint what may have been meant; may be empty
     */
    record Unlisted(ResolvedModel model, String message, String hint) implements ModelResolution {}

    /**
     * The name stands for nothing.
     *
     * @param message what is wrong
     * @param hint what may have been meant; may be empty
     */
    record Unknown(String message, String hint) implements ModelResolution {}
}
