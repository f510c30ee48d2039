// SPDX-License-Identifier: Apache-2.0
/** The application of the README. */
@NullMarked
package dev.agentreload.examples.echo;

import org.jspecify.annotations.NullMarked;
