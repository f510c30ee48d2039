/**
 * The commands that people type into a chat: {@code /reload} and its family, as text.
 *
 * <p>The entry type is {@link dev.agentreload.agents.command.CommandGateway}. Hosts implement
 * {@link dev.agentreload.agents.command.Authorizer}, since whoever may write to an agent is not thereby allowed to reload
 * it, and {@link dev.agentreload.agents.command.ChatCommand} for commands of their own. What is asked for is carried out by
 * {@link dev.agentreload.agents.command.ReloaderControl}, or by a {@link dev.agentreload.agents.command.ReloadControl} of a host
 * that reloads without a reloader.
 */
@NullMarked
package dev.agentreload.agents.command;

import org.jspecify.annotations.NullMarked;
