// SPDX-License-Identifier: Apache-2.0
/** Decides what is secret and what may be shown of it. */
@NullMarked
package dev.agentreload.core.internal.secret;

import org.jspecify.annotations.NullMarked;
