// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.Fingerprint;

/**
 * A node with nothing below it. It is compared by its value and hashed as a part of the container around it; a fingerprint
 * of its own is computed for the few who ask.
 */
abstract class ScalarNode extends AbstractNode {

    private final boolean secret;

    ScalarNode(String source, long position, boolean secret) {
        super(source, position);
        this.secret = secret;
    }

    public final Fingerprint fingerprint() {
        HashInput words = new HashInput();
        addTo(words);
        Hasher hash = new Hasher().hash(words);
        return new Fingerprint(hash.high(), hash.low());
    }

    public final boolean isSecret() {
        return secret;
    }

    public boolean hasSecrets() {
        return secret;
    }

    final boolean isAsSecretAs(AbstractNode other) {
        return other instanceof ScalarNode scalar && secret == scalar.secret;
    }
}
