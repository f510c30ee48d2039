// SPDX-License-Identifier: Apache-2.0
/** Takes secrets out of what host code returned and threw. */
@NullMarked
package dev.agentreload.core.internal.engine.masking;

import org.jspecify.annotations.NullMarked;
