// SPDX-License-Identifier: Apache-2.0
/** What is in force, what was decided, what is retired, and who is notified. */
@NullMarked
package dev.agentreload.core.internal.engine.state;

import org.jspecify.annotations.NullMarked;
