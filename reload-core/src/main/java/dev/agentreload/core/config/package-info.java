// SPDX-License-Identifier: Apache-2.0
/**
 * A configuration as an immutable value: {@link dev.agentreload.core.config.ConfigDocument documents},
 * {@link dev.agentreload.core.config.ConfigNode nodes}, {@link dev.agentreload.core.config.ConfigPath paths} and
 * {@link dev.agentreload.core.config.ConfigProblem problems}.
 *
 * <p>The entry type is {@link dev.agentreload.core.config.ConfigReader}: it turns bytes, maps or a host's own Jackson
 * tree into a document, or into the list of everything that is wrong with them, each problem with path, line and
 * column. Hosts implement {@link dev.agentreload.core.config.PlaceholderResolver}.
 *
 * <h2>A problem as JSON</h2>
 *
 * <p>{@link dev.agentreload.core.config.ConfigProblem#toMap()} has exactly these fields, in this order:
 *
 * <ul>
 *   <li>{@code severity}: {@code error} if the configuration is refused for it, otherwise {@code warning}
 *   <li>{@code source}: the name of the source, usually a file name
 *   <li>{@code path}: the value it concerns, as {@link dev.agentreload.core.config.ConfigPath} prints it; {@code $} for the
 *       whole document
 *   <li>{@code line}, {@code column}: where that value stands, or the innermost one around it if it is absent; counted from
 *       1, columns in code points; both 0 if the source has no lines
 *   <li>{@code message}: what is wrong and, after a semicolon, what was expected or what to do; it quotes no secret
 * </ul>
 *
 * <p>Everything here is pure: no clock, no lock, no thread and no I/O except what a host's resolver does. Jackson is
 * used by {@link dev.agentreload.core.config.JacksonBridge} and an internal package alone, SnakeYAML by another; neither their
 * messages nor their exceptions leave them, since they quote the content they were given.
 */
@NullMarked
package dev.agentreload.core.config;

import org.jspecify.annotations.NullMarked;
