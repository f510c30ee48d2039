// SPDX-License-Identifier: Apache-2.0
/**
 * Runs requests: queue, target, decision, transaction, shutdown. Start at {@code Dispatcher} and {@code RequestRun}; the protocol
 * is the table of the package {@code core.apply}.
 */
@NullMarked
package dev.agentreload.core.internal.engine;

import org.jspecify.annotations.NullMarked;
