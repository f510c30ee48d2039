/**
 * The commands that people type into a chat: {@code /reload} and its family, as text.
 *
 * <p>The entry type is {@link dev.agentreload.agents.command.CommandGateway}. Hosts implement
 * {@link dev.agentreload.agents.command.Authorizer}, since whoever may write to an agent is not thereby allowed to reload
 * it, {@link dev.agentreload.agents.command.ReloadControl}, which carries out what is asked for, and
 * {@link dev.agentreload.agents.command.ChatCommand} for commands of their own.
 */
@NullMarked
package dev.agentreload.agents.command;

import org.jspecify.annotations.NullMarked;
