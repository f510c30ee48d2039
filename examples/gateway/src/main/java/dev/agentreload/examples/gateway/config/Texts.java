// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigNode;
import java.util.Optional;

/** Reads texts from sections of the configuration. */
public final class Texts {

    private Texts() {}

    /** Returns a text that must be there; blank, with a problem, if it is not. */
    public static String require(ConfigSection section, String key) {
        Optional<String> text = section.string(key);
        boolean given = section.node(key).isPresent();
        boolean missing = !given && !section.reportMistyped(key);
        if (text.filter(found -> !found.isBlank()).isEmpty() && (text.isPresent() || missing)) {
            section.error(key, "no " + key, "expected a text");
        }
        return text.orElse("");
    }

    /** Returns the text as messages show it: what came through a placeholder may be a secret. */
    public static String shown(ConfigSection section, String key) {
        boolean secret = section.node(key).filter(ConfigNode::isSecret).isPresent();
        return secret ? "[***]" : "[" + section.string(key).orElse("") + "]";
    }
}
