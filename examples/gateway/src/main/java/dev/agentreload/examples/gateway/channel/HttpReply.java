package dev.agentreload.examples.gateway.channel;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * What a caller gets.
 *
 * @param status the HTTP status
 * @param body written as JSON
 */
record HttpReply(int status, Map<String, ?> body) {

    static HttpReply of(Map<String, ?> body) {
        return new HttpReply(200, body);
    }

    static HttpReply refused(int status, String reason) {
        return new HttpReply(status, ImmutableMap.of("error", reason));
    }
}
