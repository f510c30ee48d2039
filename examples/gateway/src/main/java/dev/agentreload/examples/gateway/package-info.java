/**
 * A real host in miniature: people talk to agents on a console and over HTTP, webhooks, jobs and heartbeats talk to them too,
 * and the configuration file changes under them all.
 *
 * <p>The entry type is {@link dev.agentreload.examples.gateway.GatewayMain}. Read {@code Gateway} first: it is the composition of
 * the parts, and says which are built beside the old, as {@link dev.agentreload.examples.gateway.channel.Hooks}, and which are
 * stopped and started, as {@link dev.agentreload.examples.gateway.channel.HttpChannel} and
 * {@link dev.agentreload.examples.gateway.schedule.Schedule}.
 */
@NullMarked
package dev.agentreload.examples.gateway;

import org.jspecify.annotations.NullMarked;
