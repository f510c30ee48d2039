// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: {@link dev.agentreload.examples.gateway.cli.GatewayMain} and its commands. {@code run} starts a gateway; all
 * others are asked about files and start nothing.
 */
@NullMarked
package dev.agentreload.examples.gateway.cli;

import org.jspecify.annotations.NullMarked;
