// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import dev.agentreload.core.apply.ReloadDeadlines;
import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.internal.engine.call.CallbackGuard;
import dev.agentreload.core.internal.engine.call.TimedCalls;
import dev.agentreload.core.internal.engine.masking.KnownSecrets;
import dev.agentreload.core.internal.engine.state.ReloadLog;
import dev.agentreload.core.internal.engine.state.RetiredGenerations;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.RetiredResources;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What all requests of one reloader share.
 *
 * @param participants the participants and their states
 * @param calls makes calls of host code that may hang
 * @param guard makes all other calls of host code
 * @param deadlines how long calls may take
 * @param ticker returns monotonic time
 * @param leases makes leased resources of retired ones that have no leases
 * @param retired what was retired and is not closed yet
 * @param secrets masks what host code says
 * @param fixedMode the mode of automatic requests, or empty for the document's
 * @param log where lines go
 */
public record EngineContext(
        ParticipantRegistry participants,
        TimedCalls calls,
        CallbackGuard guard,
        ReloadDeadlines deadlines,
        LongSupplier ticker,
        LeaseFactory leases,
        RetiredGenerations retired,
        KnownSecrets secrets,
        Optional<ReloadMode> fixedMode,
        ReloadLog log) {

    public Deadline deadline(Duration time) {
        return Deadline.after(time, ticker);
    }

    /** Returns an empty collection of what is to be retired. */
    public RetiredResources resources() {
        return RetiredResources.create(leases);
    }
}
