/**
 * Says what a change of the configuration means: a table of rules by path turns a difference into a reload plan.
 *
 * <p>A plan is plain data, equal for equal inputs, that a person or a program can read before anything happens. Nothing
 * here knows a clock, a lock, a thread or a file.
 */
@NullMarked
package dev.agentreload.core.plan;

import org.jspecify.annotations.NullMarked;
