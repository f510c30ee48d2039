// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigReader.UnresolvedValues;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.ReadLimits;
import dev.agentreload.core.config.SecretPolicy;
import dev.agentreload.core.config.Strictness;

/**
 * How documents are read. A document keeps it, so that its placeholders can be resolved again.
 *
 * @param secrets which keys make values secret
 * @param placeholders where the values of placeholders come from
 * @param unresolved what it means that a component reads a value whose placeholder has none
 * @param root what may stand at the root
 * @param strictness whether a key that stands twice is an error
 * @param limits how large documents may be
 * @param keys what earlier readings learned about keys
 */
public record ReadSettings(
        SecretPolicy secrets,
        PlaceholderResolver placeholders,
        UnresolvedValues unresolved,
        Strictness strictness,
        Root root,
        ReadLimits limits,
        KeySequenceCache keys) {

    /** What may stand at the root. */
    public enum Root {
        /** An object, which is the document. */
        OBJECT,
        /** Anything: the content belongs into another document. */
        ANY
    }

    /** Returns the settings with a resolver that remembers nothing of earlier readings. */
    @SuppressWarnings("ReferenceEquality") // a resolver that remembers nothing returns itself
    public ReadSettings fresh() {
        PlaceholderResolver fresh = placeholders.fresh();
        return fresh == placeholders
                ? this
                : new ReadSettings(secrets, fresh, unresolved, strictness, root, limits, keys);
    }
}
