// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.springboot;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.participant.Reloadable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;

@RestController
class ChatController {

    private final AgentRegistry<ChatAgent> agents;
    private final Reloadable<RateLimit> limit;

    ChatController(AgentRegistry<ChatAgent> agents, Reloadable<RateLimit> limit) {
        this.agents = agents;
        this.limit = limit;
    }

    @PostMapping("/chat")
    String chat(@RequestBody String message) {
        try (TurnLease<ChatAgent> turn = turn()) {
            return turn.agent().answer(message);
        }
    }

    /** The turn is open until the last piece was sent. */
    @PostMapping(path = "/chat/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> stream(@RequestBody String message) {
        return Flux.using(this::turn, turn -> turn.agent().stream(message), TurnLease::close);
    }

    private TurnLease<ChatAgent> turn() {
        if (!limit.current().tryAcquire()) {
            throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS);
        }
        return agents.lease(RouteRequest.of("rest"));
    }
}
