/**
 * Answers the commands that people type into a chat, {@code /reload} and its family, as text.
 */
@NullMarked
package dev.agentreload.agents.command;

import org.jspecify.annotations.NullMarked;
