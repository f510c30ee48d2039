/**
 * Compares two documents: what was added, removed, replaced or reordered, each at the highest path where they differ.
 *
 * <p>Lists whose elements have an identity are compared element by element; every other list is one unit. Nothing here
 * knows a clock, a lock, a thread or a file.
 */
@NullMarked
package dev.agentreload.core.diff;

import org.jspecify.annotations.NullMarked;
