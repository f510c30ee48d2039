// SPDX-License-Identifier: Apache-2.0
/**
 * A real host in miniature: people talk to agents on a console and over HTTP, webhooks, jobs and heartbeats talk to them too,
 * and the configuration file changes under them all.
 *
 * <p>The program is {@link dev.agentreload.examples.gateway.cli.GatewayMain}. Read {@link
 * dev.agentreload.examples.gateway.Gateway} first: it is the composition. {@code Agents} keeps the state, {@code FrontDesk} answers, and
 * {@code Operations} is what operators use. All parts are built beside the old ones, from a table, as {@link dev.agentreload.examples.gateway.channel.Hooks}, to a
 * bound port, as {@link dev.agentreload.examples.gateway.channel.HttpChannel}.
 */
@NullMarked
package dev.agentreload.examples.gateway;

import org.jspecify.annotations.NullMarked;
