/**
 * A real host in miniature: a console on which people talk to agents while the configuration file changes under them.
 *
 * <p>The entry type is {@link dev.agentreload.examples.gateway.GatewayMain}, the composition of the parts is in
 * {@code Gateway}.
 */
@NullMarked
package dev.agentreload.examples.gateway;

import org.jspecify.annotations.NullMarked;
