// SPDX-License-Identifier: Apache-2.0
/**
 * The commands that people type into a chat: {@code /reload} and its family, as text.
 *
 * <p>The entry type is {@link dev.agentreload.agents.command.CommandGateway}. Hosts implement
 * {@link dev.agentreload.agents.command.Authorizer} and add commands of their own with
 * {@link dev.agentreload.agents.command.ChatCommand#of}. {@link dev.agentreload.agents.command.ReloadCommands#of} executes the reload
 * commands with a reloader; a host that reloads by other means implements
 * {@link dev.agentreload.agents.command.ReloadCommands}.
 */
@NullMarked
package dev.agentreload.agents.command;

import org.jspecify.annotations.NullMarked;
