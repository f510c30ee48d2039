/**
 * Hands out a resource while it is in use and closes it exactly once, after it was retired and its last user has left.
 *
 * <p>This room knows no other: what is leased, and why it is replaced, is its owner's business.
 */
@NullMarked
package dev.agentreload.core.lease;

import org.jspecify.annotations.NullMarked;
