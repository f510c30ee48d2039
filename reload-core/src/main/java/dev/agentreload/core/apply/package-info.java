// SPDX-License-Identifier: Apache-2.0
/**
 * Applies a plan as one transaction over the participants of a host: new forms are built beside the old ones, one reference
 * write each makes them visible, and what they replace is retired.
 *
 * <p>The entry type is {@link dev.agentreload.core.apply.Reloader}. Hosts implement
 * {@link dev.agentreload.core.participant.ReloadParticipant} for components that can be built beside the old, with
 * {@link dev.agentreload.core.participant.Prepared} for what they built; {@link dev.agentreload.core.participant.ExclusiveParticipant} for
 * components of which only one form can run; and {@link dev.agentreload.core.apply.ReloadListener} to receive decisions.
 * A {@link dev.agentreload.core.apply.ReloadView} sees everything and changes nothing.
 *
 * <h2>The order of one transaction</h2>
 *
 * <p>The <em>requesting</em> thread is the one that runs the transaction; the <em>executor</em> is the host's, and each call there
 * has a deadline. Steps run one after the other, never two at once. Lists are in the order of registration unless it says
 * reverse.
 *
 * <table>
 * <caption>Steps, their threads, and what a throw does</caption>
 * <tr><th>step</th><th>of whom</th><th>thread</th><th>a throw, or no answer in time</th></tr>
 * <tr><td>own the slot</td><td></td><td>requesting</td>
 *     <td>taken: automatic requests wait, the newest alone; all others are {@code Busy}</td></tr>
 * <tr><td>read the source, or check the plan</td><td>source</td><td>executor</td>
 *     <td>a throw: {@code Invalid}; no answer in time: {@code RolledBack}; a plan that does not fit is {@code Stale}</td></tr>
 * <tr><td>plan; leave out what waits for a restart</td><td></td><td>requesting</td>
 *     <td>{@code Unchanged}, {@code RestartRequired} or {@code Disabled} end it here</td></tr>
 * <tr><td>validate</td><td>all concerned</td><td>executor</td>
 *     <td>errors: {@code Invalid}; else {@code RolledBack}; nothing was built</td></tr>
 * <tr><td>ask whether the plan concerns it; one that it does not concern is neither stopped nor started</td>
 *     <td>exclusive, unless everything is due</td><td>executor</td><td>{@code RolledBack}; nothing was built</td></tr>
 * <tr><td>prepare</td><td>swap</td><td>executor</td><td>discard in reverse: {@code RolledBack}</td></tr>
 * <tr><td>verify</td><td>swap</td><td>executor</td><td>discard in reverse: {@code RolledBack}</td></tr>
 * <tr><td>stop, in reverse</td><td>exclusive</td><td>executor</td>
 *     <td>restore those that were stopped, discard: {@code RolledBack} with the outages</td></tr>
 * <tr><td>start the new form</td><td>exclusive</td><td>executor</td>
 *     <td>stop in reverse those that run in their new form, restore all, discard: {@code RolledBack} with the outages</td></tr>
 * <tr><td>commit</td><td>swap</td><td>requesting</td>
 *     <td>roll back in reverse those that committed, restore, discard the rest: {@code RolledBack}</td></tr>
 * <tr><td>publish revision and documents</td><td></td><td>requesting</td><td>from here on the result is
 *     {@code Applied}</td></tr>
 * <tr><td>retire the old; close it when its last user has left</td><td>resources</td><td>executor</td>
 *     <td>reported in status and log</td></tr>
 * <tr><td>release the slot</td><td></td><td>requesting</td><td></td></tr>
 * <tr><td>notify listeners</td><td>listeners</td><td>executor of listeners</td>
 *     <td>reported in status and log; other listeners are still notified</td></tr>
 * </table>
 *
 * <table>
 * <caption>Steps that undo</caption>
 * <tr><th>step</th><th>of whom</th><th>thread</th><th>a throw, or no answer in time</th></tr>
 * <tr><td>rollback</td><td>swap, committed</td><td>requesting</td><td>{@code RestoreFailed}; the others are rolled back</td></tr>
 * <tr><td>restore: start the old form</td><td>exclusive</td><td>executor</td>
 *     <td>{@code RestoreFailed}; the others are restored</td></tr>
 * <tr><td>discard</td><td>swap, prepared</td><td>executor</td><td>a note in history; the others are discarded</td></tr>
 * </table>
 *
 * <p>Participants named in {@code RestoreFailed} take part in the next transaction, whichever paths changed and even if none did.
 * Steps that undo run on the requesting thread if the executor does not start them in time. Before the first commit an interrupt
 * of the requesting thread fails the current or next step; later it has no effect. The flag is restored either way. {@code close}
 * acts like an interrupt.
 *
 * <p>A call that times out is interrupted. When a late prepare returns, its thread discards the result; when an exclusive
 * participant starts late, its thread stops it again. Until such a call returns the status lists it, and an exclusive participant
 * gets no other call.
 *
 * <p>Commit and rollback are reference writes on the requesting thread: they have no deadline, so a commit that waits holds the
 * reload for as long. All other host code has one.
 *
 * <h2>The one limit</h2>
 *
 * <p>Readers of <em>one</em> participant never see a mixture, since it changes with one reference write. But commits come one after
 * the other: between two of them readers can see the new form of one participant and the old form of another, and an exclusive
 * part runs in its new form before the first commit. What must change together is one participant.
 *
 * <h2>Forms for programs</h2>
 *
 * <p>{@code toMap()} returns strings, numbers, booleans, lists and maps, with fields in this order; secrets are masked, and names of
 * constants are in small letters with dashes. A field may be added in any version; none is renamed or removed before the next major
 * one.
 *
 * <ul>
 *   <li>result: {@code result, inEffect, summary}, then what the result has of {@code revision, pending, problems, plan, failure
 *       (participant, phase, cause), unrestored, outages (participant, durationMillis), mismatch, between, reason, state}, then
 *       {@code warnings}
 *   <li>history entry: {@code sequence, at, actor, operation, requested, effective, durationMillis, phaseMillis, notes, outcome}:
 *       {@code requested} and {@code effective} are content ids, {@code outcome} is the result
 *   <li>status: {@code state, healthy, lastInEffect, sourceDiffers, hold (actor, since), sequence, running (actor, phase, ageMillis),
 *       effective (revision, content), desired, pendingRestart, blockedByRestart, lastResult, lastRejected, retired (revision, ageMillis, openLeases, resources),
 *       closeFailures, degraded, timedOutCalls, listenerTroubles}
 *   <li>dry run: {@code blockedBy, plan, pending, warnings, notVerified}
 *   <li>report of closing: {@code outcome, clean, failures, stillInUse}
 * </ul>
 *
 * <p>This is the one package with effects. It starts no thread and reads no clock but the host's.
 */
@NullMarked
package dev.agentreload.core.apply;

import org.jspecify.annotations.NullMarked;
