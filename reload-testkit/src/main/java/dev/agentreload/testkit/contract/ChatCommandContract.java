// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.agents.command.CommandGateway;
import dev.agentreload.agents.command.CommandRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link ChatCommand} promises, as tests. Hosts extend it for one of their own:
 *
 * <ul>
 *   <li>name, description and arguments are one line each, and always the same;
 *   <li>a gateway takes it beside its own commands, and lists it in its help;
 *   <li>a call is answered with a text.
 * </ul>
 *
 * <p>Tests are public so that a host's module path can run them.
 */
@Timeout(60)
public abstract class ChatCommandContract {

    private ChatCommand command;

    /** For those who extend it. */
    @SuppressWarnings({"NullAway.Init", "InitializerOutsideConstructor"}) // set before each test
    protected ChatCommandContract() {}

    /**
     * Returns a command. Called once for each test.
     *
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract ChatCommand createCommand() throws Exception;

    /** Returns a message that calls the command with arguments that it accepts, prefix included. */
    protected abstract CommandRequest call();

    /** Creates the command. */
    @BeforeEach
    public void setUpCommand() throws Exception {
        command = createCommand();
    }

    @Test
    public void texts_ofTheCommand_areOneLineEach() {
        assertThat(texts())
                .allSatisfy(text -> assertThat(text).doesNotContain("\n").isEqualTo(text.strip()));
        assertThat(command.description()).isNotBlank();
    }

    @Test
    public void texts_afterACall_areTheSame() throws Exception {
        List<String> before = texts();

        answer(call());

        assertThat(texts()).isEqualTo(before);
    }

    @Test
    public void help_ofAGateway_listsTheCommand() {
        assertThat(answer(call().withText("/help"))).contains("/" + command.name(), command.description());
    }

    @Test
    public void answer_call_isATextAndNoFailure() {
        assertThat(answer(call())).isNotBlank().doesNotContain("failed: ");
    }

    private String answer(CommandRequest request) {
        CommandGateway gateway = CommandGateway.builder()
                .command(command)
                .authorizer((caller, name) -> true)
                .build();
        Optional<String> answer = gateway.answer(request);
        assertThat(answer).as("answer to [%s]", request.text()).isPresent();
        return answer.get();
    }

    private List<String> texts() {
        return List.of(command.name(), command.description(), command.arguments());
    }
}
