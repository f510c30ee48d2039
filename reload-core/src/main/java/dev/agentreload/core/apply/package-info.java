/**
 * Carries a plan out as one transaction over the parts of a host: everything new is built beside the old, made visible
 * at once, and what it replaces is retired.
 *
 * <p>This is the one room with effects. It starts no thread and reads no clock that the host did not hand it.
 */
@NullMarked
package dev.agentreload.core.apply;

import org.jspecify.annotations.NullMarked;
