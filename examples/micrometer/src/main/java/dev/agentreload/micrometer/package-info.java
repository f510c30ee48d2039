// SPDX-License-Identifier: Apache-2.0
/**
 * Meters of a reloader for Micrometer. The entry type is {@link dev.agentreload.micrometer.ReloadMeters}; hosts implement nothing
 * here. The README of this module lists the meters.
 */
@NullMarked
package dev.agentreload.micrometer;

import org.jspecify.annotations.NullMarked;
