// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do. */
enum Access {
    /** Everything: the token is right. */
    FULL,
    /** Write messages under the own address, and read: the channel has no token. */
    MESSAGES,
    /** Nothing: there is a token, and not this one. */
    NONE,
    /** Nothing: the channel has no token, and the request was sent by a page of another site. */
    FOREIGN;

    /** A name in the domain of another site can be made to mean this machine, and its pages then send that name. */
    static Access withoutToken(String scheme, String host, String origin) {
        String name = host.replaceFirst(":\\d+$", "").replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
        boolean ownPage = origin.isEmpty() || origin.equalsIgnoreCase(scheme + "://" + host);
        return ownPage && HttpSettings.isLoopback(name) ? MESSAGES : FOREIGN;
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
