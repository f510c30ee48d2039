/**
 * What a difference means: the rule table, the planner and the plan.
 *
 * <p>The entry type is {@link dev.agentreload.core.plan.ReloadPlanner}. A host changes the
 * {@link dev.agentreload.core.plan.RuleTable} to tell what it can take into effect while it runs, and reads from the
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
 * <ul>
 *   <li>{@code base}, {@code target}: the content ids of both documents; equal when only secrets differ
 *   <li>{@code secretsChanged}: whether a secret came, went or became another one
 *   <li>{@code ruleTable}: the id of the rules
 *   <li>{@code noop}: whether nothing has to be done
 *   <li>{@code requiresRestart}: whether a change needs a restart
 *   <li>{@code actions}: the wire ids of all actions, in the order in which plans list them
 *   <li>{@code restartReasons}, {@code hotReasons}, {@code noopPaths}: the paths with each verdict, each path once
 *   <li>{@code changes}: for each change and rule an object with {@code path}; {@code kind} ({@code added}, {@code removed},
 *       {@code replaced}, {@code reordered}); {@code verdict} ({@code hot}, {@code restart}, {@code none}); {@code rule}, the
 *       id of the rule that decided, or null if none did; {@code actions}, their wire ids
 * </ul>
 *
 * <p>Everything here is pure: no clock, no lock, no thread, no I/O.
 */
@NullMarked
package dev.agentreload.core.plan;

import org.jspecify.annotations.NullMarked;
