// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks of the parts, each with its peers in the same run, so that what counts is a ratio and not a machine. The
 * limits and the figures seen are in this module's README.
 */
@NullMarked
package dev.agentreload.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
