/**
 * Helps hosts to test their own parts: fakes that work, recorders that journal, scripted failures, and contract kits.
 *
 * <p>The kit wraps the real parts and never reimplements them.
 */
@NullMarked
package dev.agentreload.testkit;

import org.jspecify.annotations.NullMarked;
