// SPDX-License-Identifier: Apache-2.0
/**
 * Reads sections of a document whose spelling is tolerant: {@link dev.agentreload.core.bind.ConfigSection} reads member by
 * member, collects problems and reports unknown keys. For a strict section, bind a type with
 * {@link dev.agentreload.core.config.ConfigDocument#bind(String, Class)}, or a list or map with a
 * {@link dev.agentreload.core.config.BoundType}.
 *
 * <p>Everything here is pure.
 */
@NullMarked
package dev.agentreload.core.bind;

import org.jspecify.annotations.NullMarked;
