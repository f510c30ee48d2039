// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.apply.ReloadRequest;
import java.util.Optional;

/** What a run does in one step. <em>Immutable.</em> */
sealed interface Command {

    record Start(Doc doc) implements Command {}

    record Reload(Doc doc, ReloadRequest.Trigger trigger, Optional<ReloadMode> mode) implements Command {}

    /** Makes a plan from the document in force, for a later step. */
    record Plan(Doc doc) implements Command {}

    /** Applies the plan that was made last. */
    record Apply() implements Command {}

    record Rollback() implements Command {}

    /**
     * Goes back to an earlier revision.
     *
     * @param back how many revisions; too many is too many
     */
    record RollbackTo(int back) implements Command {}

    record DryRun(Doc doc, Optional<ReloadMode> mode) implements Command {}

    record Close() implements Command {}

    record Acquire(int part) implements Command {}

    record LeaveOne() implements Command {}

    /** Lets go all calls that hang. */
    record Release() implements Command {}

    /** Ends all that hangs and all leases, and expects the next reload to work. */
    record Recover(Doc doc) implements Command {}

    /** Runs the requests that the host's executor of requests has held back. */
    record RunHeld() implements Command {}

    /** Occupies a thread of the host's executor during another command. */
    record Occupied(Command command) implements Command {}

    /**
     * Does two things at once.
     *
     * @param place the call of host code, made for the first, during which the second begins
     * @param spins how long that call then goes on
     */
    record Race(Command first, Fault.Place place, int spins, Command second) implements Command {}
}
