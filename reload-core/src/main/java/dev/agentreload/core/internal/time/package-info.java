// SPDX-License-Identifier: Apache-2.0
/** Converts durations, for waits and for messages. */
@NullMarked
package dev.agentreload.core.internal.time;

import org.jspecify.annotations.NullMarked;
