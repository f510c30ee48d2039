// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

/** How far a leased resource is on its way from service to closed. It only moves on, except between the two of waiting. */
public enum LeasePhase {

    /** It gives leases. */
    IN_SERVICE,

    /** It is retired, gives no more leases, and waits for the last one to be closed. */
    DRAINING,

    /** Its close was handed to the host's executor, which has not begun it. */
    CLOSE_QUEUED,

    /** The host's executor refused its close. It will be offered again, see {@link LeaseFactory#sweep}. */
    CLOSE_REFUSED,

    /** It is being closed. */
    CLOSING,

    /** It was closed, perhaps with a failure: there will be no second try. */
    CLOSED
}
