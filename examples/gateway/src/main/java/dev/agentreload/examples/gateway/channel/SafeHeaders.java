// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import java.util.function.BiConsumer;

/** The headers that every answer has: no page may show, guess at or keep what is answered here. */
final class SafeHeaders {

    private SafeHeaders() {}

    /** Adds them. */
    static void add(BiConsumer<String, String> headers) {
        headers.accept("X-Content-Type-Options", "nosniff");
        headers.accept("Referrer-Policy", "no-referrer");
        headers.accept("Cross-Origin-Opener-Policy", "same-origin");
        headers.accept("Cache-Control", "no-store");
        headers.accept(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    }
}
