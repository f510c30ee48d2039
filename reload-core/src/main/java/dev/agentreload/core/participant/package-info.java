// SPDX-License-Identifier: Apache-2.0
/**
 * What hosts implement to take part in a reload.
 *
 * <p>A component that can be built next to its old form implements
 * {@link dev.agentreload.core.participant.ReloadParticipant}, with {@link dev.agentreload.core.participant.Prepared} for what it
 * built; {@link dev.agentreload.core.participant.Reloadable} is that participant ready-made, for a component of one section. A component of which only one form can run, such as a port, implements
 * {@link dev.agentreload.core.participant.ExclusiveParticipant}. Both receive a
 * {@link dev.agentreload.core.participant.ReloadContext} and hand over what they no longer use as
 * {@link dev.agentreload.core.participant.RetiredResources}. The order of the calls, their threads and the effect of a throw
 * stand in the table of the package {@code core.apply}.
 */
@NullMarked
package dev.agentreload.core.participant;

import org.jspecify.annotations.NullMarked;
