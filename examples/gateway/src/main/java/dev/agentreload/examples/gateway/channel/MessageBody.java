// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import java.util.Optional;

/**
 * What a caller sent to {@code /messages}: {@code {"text": "hello", "peer": "ada", "channel": "slack"}}.
 *
 * @param sender where it comes from
 * @param text what is said
 */
record MessageBody(RouteRequest sender, String text) {

    private static final String EXPECTED = "expected an object with a text, and perhaps channel and peer as texts";

    /**
     * Reads a body. Where a message comes from is what it says, if that is to be believed; else it is a stranger on this channel.
     */
    static MessageBody read(JsonNode body, boolean believed) {
        String text = text(body, "text").filter(said -> !said.isBlank()).orElseThrow(MessageBody::malformed);
        Optional<String> channel = text(body, "channel").filter(name -> !name.isBlank());
        Optional<String> peer = text(body, "peer").filter(id -> !id.isBlank());
        RouteRequest.Builder sender =
                RouteRequest.builder(believed ? channel.orElse(HttpChannel.NAME) : HttpChannel.NAME);
        peer.ifPresent(id -> sender.peer(PeerKind.DIRECT, believed ? id : HttpChannel.NAME + ":" + id));
        return new MessageBody(sender.build(), text);
    }

    /** What is there must be a text: a number or an object would be the name of another. */
    private static Optional<String> text(JsonNode body, String key) {
        JsonNode value = body.path(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw malformed();
        }
        return Optional.of(value.asText());
    }

    private static HttpRoutes.BadRequestException malformed() {
        return new HttpRoutes.BadRequestException(400, EXPECTED);
    }
}
