// SPDX-License-Identifier: Apache-2.0
/**
 * Decides which agent answers a message, and under which session key the conversation is kept.
 *
 * <p>Bindings are tried from the most specific tier to the least; the default agent answers what none of them claims.
 * {@link dev.agentreload.agents.routing.Router#read Router.read} makes a router of a document; the router turns a
 * {@link dev.agentreload.agents.routing.RouteRequest} into a {@link dev.agentreload.agents.routing.Route}, and
 * {@link dev.agentreload.agents.routing.SessionKeys} names the conversation. Everything here is immutable and pure: hosts
 * implement nothing, and a reload replaces the router as a whole.
 */
@NullMarked
package dev.agentreload.agents.routing;

import org.jspecify.annotations.NullMarked;
