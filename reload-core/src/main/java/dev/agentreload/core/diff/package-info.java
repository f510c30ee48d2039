// SPDX-License-Identifier: Apache-2.0
/**
 * The difference between two documents.
 *
 * <p>The entry type is {@link dev.agentreload.core.diff.ConfigDiff}. {@link dev.agentreload.core.diff.ListIdentities} says
 * which lists are compared element by element, so that an edit of one agent is a change of that agent and not of the whole
 * list. A diff says what differs and nothing about what that means; the planner does.
 *
 * <p>Everything here is pure: no clock, no lock, no thread, no I/O.
 */
@NullMarked
package dev.agentreload.core.diff;

import org.jspecify.annotations.NullMarked;
