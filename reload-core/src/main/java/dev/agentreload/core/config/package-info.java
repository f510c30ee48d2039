/**
 * A configuration as an immutable value: {@link dev.agentreload.core.config.ConfigDocument documents},
 * {@link dev.agentreload.core.config.ConfigNode nodes}, {@link dev.agentreload.core.config.ConfigPath paths} and
 * {@link dev.agentreload.core.config.ConfigProblem problems}.
 *
 * <p>The entry type is {@link dev.agentreload.core.config.ConfigReader}: it turns bytes, maps or a host's own Jackson
 * tree into a document, or into the list of everything that is wrong with them, each problem with path, line and
 * column. Hosts implement {@link dev.agentreload.core.config.PlaceholderResolver}.
 *
 * <p>Everything here is pure: no clock, no lock, no thread and no I/O except what a host's resolver does. Jackson is
 * used by {@link dev.agentreload.core.config.JacksonBridge} and its package-private companions alone; neither its
 * messages nor its exceptions leave them, since they quote the content they were given.
 */
@NullMarked
package dev.agentreload.core.config;

import org.jspecify.annotations.NullMarked;
