// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import dev.agentreload.core.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Who sends a request.
 *
 * @param access what they may do
 * @param actor what the history calls them: the channel, with the name of their token if it has one
 */
record Caller(Access access, String actor) {

    /** A caller without a valid token. */
    static final Caller NOBODY = new Caller(Access.NONE, HttpChannel.NAME);

    private static final String SCHEME = "bearer ";

    /** Returns who sends a request with this head to a channel with these settings. */
    static Caller of(HttpFields head, HttpSettings settings) {
        Map<String, Secret> tokens = settings.tokens();
        return tokens.isEmpty()
                ? new Caller(
                        Access.withoutToken(
                                settings.scheme(), text(head, HttpHeader.HOST), text(head, HttpHeader.ORIGIN)),
                        HttpChannel.NAME)
                : named(given(text(head, HttpHeader.AUTHORIZATION)), tokens)
                        .map(name -> new Caller(
                                Access.FULL, name.isEmpty() ? HttpChannel.NAME : HttpChannel.NAME + "/" + name))
                        .orElse(NOBODY);
    }

    private static String text(HttpFields head, HttpHeader name) {
        return Optional.ofNullable(head.get(name)).orElse("");
    }

    private static String given(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? authorization.substring(SCHEME.length()).strip()
                : "";
    }

    /** Compares with each, and takes as long for a wrong token whose beginning is right as for any other. */
    private static Optional<String> named(String given, Map<String, Secret> tokens) {
        Optional<String> found = Optional.empty();
        for (Map.Entry<String, Secret> token : tokens.entrySet()) {
            if (isSame(given, token.getValue().value())) {
                found = Optional.of(token.getKey());
            }
        }
        return found;
    }

    private static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
