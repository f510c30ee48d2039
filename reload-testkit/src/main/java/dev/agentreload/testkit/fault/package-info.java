// SPDX-License-Identifier: Apache-2.0
/** Runs a host through a fault at every step of a reload; start at {@link dev.agentreload.testkit.fault.ReloadFaults}. */
@NullMarked
package dev.agentreload.testkit.fault;

import org.jspecify.annotations.NullMarked;
