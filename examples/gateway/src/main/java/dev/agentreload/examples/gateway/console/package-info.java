/** Where a person types, or a program pipes lines: {@link dev.agentreload.examples.gateway.console.LineConsole}. */
@NullMarked
package dev.agentreload.examples.gateway.console;

import org.jspecify.annotations.NullMarked;
