// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.provider;

import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.models.ModelRef;
import java.util.List;

/** Answers with the message it received, word by word and without a network. */
final class EchoProvider implements ChatProvider {

    private static final String WORDS = "(?<= )";

    @Override
    public String answer(ModelRef model, Prompt prompt) {
        List<SessionMessage> history = prompt.history();
        long number = history.stream()
                .filter(message -> message.role() == SessionRole.USER)
                .count();
        String text = history.get(history.size() - 1).text();
        String answer = prompt.agent() + " (" + model + ") to message " + number + ": " + text;
        prompt.follower().ifPresent(pieces -> List.of(answer.split(WORDS)).forEach(pieces));
        return answer;
    }
}
