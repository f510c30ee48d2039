/**
 * Decides which agent answers a message, and under which session key the conversation is kept.
 *
 * <p>Bindings are tried from the most specific tier to the least; the default agent answers what none of them claims.
 */
@NullMarked
package dev.agentreload.agents.routing;

import org.jspecify.annotations.NullMarked;
