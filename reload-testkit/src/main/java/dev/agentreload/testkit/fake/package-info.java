// SPDX-License-Identifier: Apache-2.0
/**
 * Working fakes of everything a host implements, hand-driven time and executors, and the journal of what they did.
 *
 * <p>Faults are scripted with {@link dev.agentreload.testkit.fake.FaultScript}. <em>All fakes are safe for use by multiple threads.</em>
 */
@NullMarked
package dev.agentreload.testkit.fake;

import org.jspecify.annotations.NullMarked;
