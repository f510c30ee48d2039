package dev.agentreload.agents.command;

/**
 * Says who may use which command. Hosts implement it: whoever may write to an agent is not thereby allowed to reload it.
 *
 * <p>Called on the thread that answers the command, under no lock, once for each command that is not
 * {@linkplain ChatCommand#isHarmless harmless}. A throw counts as a no.
 */
@FunctionalInterface
public interface Authorizer {

    /**
     * Returns whether the caller may use the command.
     *
     * @param caller who sends it
     * @param command its name, such as {@code reload} or {@code reload --rollback}
     */
    boolean mayUse(CommandCaller caller, String command);

    /** Returns the authorizer that refuses everybody everything; harmless commands do not ask it. */
    static Authorizer nobody() {
        return (caller, command) -> false;
    }
}
