// SPDX-License-Identifier: Apache-2.0
/** A host in one file: {@link dev.agentreload.examples.minimal.Minimal}. */
@NullMarked
package dev.agentreload.examples.minimal;

import org.jspecify.annotations.NullMarked;
