// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import dev.agentreload.core.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What a caller may do. */
enum Access {
    /** Everything: the token is right. */
    FULL,
    /** Write messages, in nobody else's name, and look: the channel has no token. */
    MESSAGES,
    /** Nothing: there is a token, and not this one. */
    NONE,
    /** Nothing: the channel has no token, and the request was sent by a page of another site. */
    FOREIGN;

    private static final String SCHEME = "bearer ";

    /** Returns what the head of a request allows. */
    static Access of(HttpFields head, Optional<Secret> token) {
        return token.map(expected -> withToken(text(head, HttpHeader.AUTHORIZATION), expected))
                .orElseGet(() -> withoutToken(text(head, HttpHeader.HOST), text(head, HttpHeader.ORIGIN)));
    }

    private static String text(HttpFields head, HttpHeader name) {
        return Optional.ofNullable(head.get(name)).orElse("");
    }

    private static Access withToken(String authorization, Secret token) {
        String given = authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? authorization.substring(SCHEME.length()).strip()
                : "";
        return isSame(given, token.value()) ? FULL : NONE;
    }

    /** A name in the domain of another site can be made to mean this machine, and its pages then send that name. */
    private static Access withoutToken(String host, String origin) {
        String name = host.replaceFirst(":\\d+$", "").replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
        boolean ownPage = origin.isEmpty() || origin.equalsIgnoreCase("http://" + host);
        return ownPage && HttpSettings.isLoopback(name) ? MESSAGES : FOREIGN;
    }

    /** Takes as long for a wrong token whose beginning is right as for any other. */
    private static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns why a caller may do nothing; empty if it may do something. */
    Optional<HttpReply> refusal() {
        return switch (this) {
            case FULL, MESSAGES -> Optional.empty();
            case NONE -> Optional.of(HttpReply.refused(401, "expected the token of channels.http.token as bearer"));
            case FOREIGN ->
                Optional.of(HttpReply.refused(
                        403,
                        "without a channels.http.token only to an address of this machine, and from no other page"));
        };
    }

    /** Returns why a caller may not do everything; empty if it may. */
    Optional<HttpReply> refusalOfFull() {
        return this == MESSAGES
                ? Optional.of(HttpReply.refused(403, "only with a channels.http.token in the configuration"))
                : refusal();
    }
}
