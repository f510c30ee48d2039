// SPDX-License-Identifier: Apache-2.0
/** The only door to Jackson: reads and writes JSON, finds words for syntax errors, and binds values to types of hosts. */
@NullMarked
package dev.agentreload.core.internal.json;

import org.jspecify.annotations.NullMarked;
