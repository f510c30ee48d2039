// SPDX-License-Identifier: Apache-2.0
/** One transaction over the participants: prepare, verify, stop and start, commit, and all that undoes them. */
@NullMarked
package dev.agentreload.core.internal.engine.transaction;

import org.jspecify.annotations.NullMarked;
