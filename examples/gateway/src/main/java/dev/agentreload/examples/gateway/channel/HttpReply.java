// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.examples.gateway.chat.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * What a caller gets.
 *
 * @param status the HTTP status
 * @param body written as JSON
 */
public record HttpReply(int status, Map<String, ?> body) {

    /** Returns the reply to a request that succeeded. */
    public static HttpReply of(Map<String, ?> body) {
        return new HttpReply(200, body);
    }

    /** Returns the reply to a request that failed, with the reason in one line. */
    public static HttpReply refused(int status, String reason) {
        return new HttpReply(status, ImmutableMap.of("error", reason));
    }

    /** Returns the reply to a message. */
    static HttpReply of(Reply reply) {
        return reply instanceof Reply.Failed failed
                ? refused(status(failed.reason()), failed.text())
                : of(ImmutableMap.of("text", reply.text()));
    }

    private static int status(Reply.Reason reason) {
        return switch (reason) {
            case FORBIDDEN -> 403;
            case STOPPED -> 409;
            case BUSY -> 429;
            case INTERNAL -> 500;
            case MODEL -> 502;
            case FULL, ENDING -> 503;
            case TIMED_OUT -> 504;
        };
    }

    /** Returns the status that says how a reload ended. */
    public static int status(ReloadResult result) {
        return switch (result.kind()) {
            case APPLIED, UNCHANGED -> 200;
            case STILL_RUNNING -> 202;
            case INVALID -> 422;
            case RESTART_REQUIRED, STALE, SUPERSEDED, BUSY, DISABLED -> 409;
            case ROLLED_BACK, RESTORE_FAILED, NOT_STARTED -> 503;
        };
    }

    /** Returns the name of a result in JSON. */
    public static String name(ReloadResult result) {
        return result.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the body as JSON. */
    byte[] bytes() {
        return JsonText.compact(body).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns whether the caller may just try again. */
    boolean isForNow() {
        return status == 429 || status == 503;
    }
}
