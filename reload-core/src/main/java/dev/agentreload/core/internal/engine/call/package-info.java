// SPDX-License-Identifier: Apache-2.0
/** Calls host code with a deadline, and keeps track of calls that timed out. */
@NullMarked
package dev.agentreload.core.internal.engine.call;

import org.jspecify.annotations.NullMarked;
