// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.command.Authorizer;
import dev.agentreload.agents.command.CommandCaller;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link Authorizer} promises, as tests. Hosts extend it for one of their own:
 *
 * <ul>
 *   <li>who may use a command may do so each time, on any thread;
 *   <li>a stranger may use no command;
 *   <li>an id counts only together with its channel.
 * </ul>
 *
 * <p>Tests are public so that a host's module path can run them.
 */
@Timeout(60)
public abstract class AuthorizerContract {

    private static final List<String> COMMANDS = List.of(
            "reload",
            "reload --dry-run",
            "reload --rollback",
            "status",
            "clear",
            "list agents",
            "show agent",
            "unheard-of");

    private Authorizer authorizer;

    /** For those who extend it. */
    @SuppressWarnings({"NullAway.Init", "InitializerOutsideConstructor"}) // set before each test
    protected AuthorizerContract() {}

    /**
     * Returns an authorizer. Called once for each test.
     *
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract Authorizer createAuthorizer() throws Exception;

    /** Returns a caller who may use {@link #command()}. */
    protected abstract CommandCaller allowed();

    /** Returns a caller who may use no command. */
    protected abstract CommandCaller stranger();

    /** Returns the command that the one may use; by default {@code reload}. */
    protected String command() {
        return "reload";
    }

    /** Creates the authorizer. */
    @BeforeEach
    public void setUpAuthorizer() throws Exception {
        authorizer = createAuthorizer();
    }

    @Test
    public void allows_allowedCaller_mayEachTime() {
        assertThat(authorizer.allows(allowed(), command())).isTrue();
        assertThat(authorizer.allows(allowed(), command())).isTrue();
    }

    @Test
    public void allows_stranger_mayNothing() {
        assertThat(COMMANDS).noneMatch(name -> authorizer.allows(stranger(), name));
        assertThat(authorizer.allows(stranger(), command())).isFalse();
    }

    @Test
    public void allows_strangerAfterTheAllowed_mayNot() {
        authorizer.allows(allowed(), command());

        assertThat(authorizer.allows(stranger(), command())).isFalse();
    }

    @Test
    public void allows_sameIdOnAnotherChannel_mayNot() {
        CommandCaller elsewhere = new CommandCaller(
                "another-" + allowed().channel(),
                allowed().accountId(),
                allowed().senderId());

        assertThat(authorizer.allows(elsewhere, command())).isFalse();
    }

    @Test
    public void allows_twoThreads_saysTheSame() throws Exception {
        Callable<Boolean> asking = () -> {
            assertThat(authorizer.allows(allowed(), command())).isTrue();
            return true;
        };

        TwoThreads.run(asking, asking);
    }
}
