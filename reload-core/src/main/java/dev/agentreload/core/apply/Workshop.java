package dev.agentreload.core.apply;

import dev.agentreload.core.lease.LeaseFactory;
import java.util.function.LongSupplier;

/**
 * What a reloader lends to each of its transactions.
 *
 * @param calls makes calls of host code that may hang
 * @param hostCode makes all other calls of host code
 * @param deadlines how long calls may take
 * @param ticker tells monotonic time
 * @param leases makes leased resources of retired ones that nobody leases
 * @param unsettled the participants that earlier failures left in trouble
 * @param log where lines go
 */
record Workshop(
        HostCalls calls,
        HostCode hostCode,
        ReloadDeadlines deadlines,
        LongSupplier ticker,
        LeaseFactory leases,
        Unsettled unsettled,
        ReloadLog log) {}
