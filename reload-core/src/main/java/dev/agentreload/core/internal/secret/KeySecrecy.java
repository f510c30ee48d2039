// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.secret;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.SecretPolicy;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides what a key says about the values below it; {@link SecretPolicy} has the rules. */
public final class KeySecrecy {

    private static final Set<String> CONTAINERS = ImmutableSet.of(
            "headers",
            "custom headers",
            "extra headers",
            "default headers",
            "http headers",
            "request headers",
            "additional headers",
            "env");

    private KeySecrecy() {}

    /** Returns whether a string with this key is secret, judged by the key alone. */
    public static boolean isSecret(String key, List<Pattern> patterns) {
        Secrecy secrecy = of(key, patterns);
        return secrecy == Secrecy.SCALARS || secrecy == Secrecy.UNLESS_COUNT;
    }

    /** Returns what a key says, by its words and by the patterns of the host. */
    public static Secrecy of(String key, List<Pattern> patterns) {
        List<String> words = KeyWords.of(key);
        if (CONTAINERS.contains(String.join(" ", words))) {
            return Secrecy.ALL_BELOW;
        }
        boolean matches =
                patterns.stream().anyMatch(pattern -> pattern.matcher(key).find());
        return matches ? Secrecy.SCALARS : SecretWords.secrecy(words);
    }
}
