// SPDX-License-Identifier: Apache-2.0
/**
 * Where a person types, or a program pipes lines: {@link dev.agentreload.examples.gateway.console.LineConsole}, and what passes that
 * on to a gateway, {@link dev.agentreload.examples.gateway.console.ConsoleChat}.
 */
@NullMarked
package dev.agentreload.examples.gateway.console;

import org.jspecify.annotations.NullMarked;
