// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.echo;

import dev.agentreload.agents.AgentFactory;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.routing.RouteRequest;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
public class EchoApplication {

    public static void main(String[] args) {
        SpringApplication.run(EchoApplication.class, args);
    }

    /** Whatever answers: a type of your own. */
    interface ChatAgent {
        String answer(String message);
    }

    /** Called for each agent of the file, and after an edit for each one that changed. */
    @Bean
    AgentFactory<ChatAgent> agents() {
        return agent -> message -> agent.id() + " on " + agent.model().ref() + ": " + message;
    }

    /** Its agent stays the same for the whole turn, also if a reload comes in between. */
    @RestController
    record Chat(AgentRegistry<ChatAgent> agents) {

        @PostMapping("/chat")
        String chat(@RequestBody String message) {
            try (TurnLease<ChatAgent> turn = agents.lease(RouteRequest.of("rest"))) {
                return turn.agent().answer(message);
            }
        }
    }
}
