// SPDX-License-Identifier: Apache-2.0
/**
 * What a difference means: the rule table, the planner and the plan.
 *
 * <p>The entry type is {@link dev.agentreload.core.plan.ReloadPlanner}. A host changes the
 * {@link dev.agentreload.core.plan.RuleTable} to find out what it can apply while it runs, and reads from the
 * {@link dev.agentreload.core.plan.ReloadPlan} what an edit asks of it.
 *
 * <h2>The grammar of actions</h2>
 *
 * <pre>{@code
 * action  = "reload-models" | "reload-providers" | "reload-agents" | "reload-bindings" | "reload-hooks"
 *         | "restart-gmail-watcher" | "restart-browser-control" | "restart-cron" | "restart-heartbeat"
 *         | "restart-channel:" capture
 *         | "restart-channel-account:" capture "/" capture
 *         | host
 * capture = any number of A-Z a-z 0-9 - . _ ~ and percent-encoded bytes of UTF-8
 * host    = any other text of A-Z a-z 0-9 . _ ~ : / % - that starts with a letter or digit
 * }</pre>
 *
 * <h2>The plan as JSON</h2>
 *
 * <p>{@link dev.agentreload.core.plan.ReloadPlan#toMap()} has exactly these fields, in this order:
 *
 * <ul>
 *   <li>{@code base}, {@code target}: the content ids of both documents; equal when only secrets differ
 *   <li>{@code ruleTable}: the id of the rules
 *   <li>{@code secretsChanged}: whether a secret came, went or became another one
 *   <li>{@code noop}: whether no action is needed: every verdict is {@code none}, so that changes only have to be published
 *   <li>{@code requiresRestart}: whether a verdict is {@code restart}
 *   <li>{@code actions}: the wire ids of all actions, each once, in the order in which plans list them, without the
 *       accounts of a channel that restarts whole
 *   <li>{@code restartReasons}, {@code hotReasons}, {@code noopPaths}: the paths with each verdict, each path once, as
 *       {@link dev.agentreload.core.config.ConfigPath} prints it
 *   <li>{@code changes}: for each change and rule an object with {@code path}; {@code kind} ({@code added}, {@code removed},
 *       {@code replaced}, {@code reordered}); {@code verdict} ({@code hot}, {@code restart}, {@code none}); {@code rule}, the
 *       id of the rule that decided, or null if none did; {@code reason}, why it has this verdict; {@code actions}, their wire ids;
 *       {@code old} and {@code new}, the values with secrets masked, null where there is none, or in their place {@code order} for a
 *       reordered list, its identities in the new order; {@code oldPosition} and {@code newPosition}, where the values stand,
 *       {@code file:line:column}, or null
 * </ul>
 *
 * <p>Everything here is pure: no clock, no lock, no thread, no I/O.
 */
@NullMarked
package dev.agentreload.core.plan;

import org.jspecify.annotations.NullMarked;
