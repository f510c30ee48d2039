// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What two parts took of an iteration in which they had their turns: the two are near each other, and a machine that others
 * use too is slow for a second here and there, which must meet both.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Nanoseconds {

    /** Ours. */
    public long ours;

    /** The peer's. */
    public long peer;
}
